import { extname } from 'node:path';

import { Hono, type Context } from 'hono';

import { loadSharp, openStored, withDecoder } from '#platform/images/codec.ts';
import { isSafeName, isSafePath } from '#platform/outputs/safe-path.ts';
import { resolveBelow } from '#platform/resolve-below.ts';

import { answerFile } from '../../file-answer.ts';
import { assetPolicy } from '../../security-headers.ts';
import { ComfyError, badRequest } from '../comfy-error.ts';

/** The folders that `GET /view` knows, and nothing else. */
export interface ViewRoots {
  readonly output: string;
  readonly input: string;
  /** File of an image that is only shown, by its address. */
  readonly findAsset: (hash: string) => Promise<string | undefined>;
}

/** Types that are shown; anything else is only downloaded. */
const shownTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.json': 'application/json',
};

const headers = { 'Content-Security-Policy': assetPolicy, 'X-Content-Type-Options': 'nosniff' };

/** `GET /view?filename=&type=&subfolder=&preview=&channel=`: the bytes of an image, or of a smaller or reduced one. */
export function viewRoutes(roots: ViewRoots): Hono {
  return new Hono()
    .get('/view', async (context) => {
      const filename = context.req.query('filename') ?? '';
      const path = await findFile(context, roots);
      const disposition = (kind: string): string =>
        `${kind}; filename*=UTF-8''${encodeURIComponent(filename)}; filename="${filename.replaceAll(/[^\x20-\x7E]|["\\]/g, '_')}"`;
      const changed = await changedImage(path, {
        preview: context.req.query('preview'),
        channel: context.req.query('channel') ?? 'rgba',
      });
      if (changed !== undefined)
        return context.body(new Uint8Array(changed.bytes), 200, {
          ...headers,
          'Content-Type': changed.type,
          'Content-Disposition': disposition('inline'),
        });
      const type = shownTypes[extname(path).toLowerCase()];
      const answer = await answerFile(context, {
        path,
        type: type ?? 'application/octet-stream',
        cacheControl: 'no-cache',
        headers: {
          ...headers,
          'Content-Disposition': disposition(type === undefined ? 'attachment' : 'inline'),
        },
      });
      if (answer === undefined) throw missing();
      return answer;
    })
    .get('/view_metadata/:folder', () => {
      throw new ComfyError(404, { type: 'not_found', message: 'There are no model files here.' });
    });
}

const missing = (): ComfyError =>
  new ComfyError(404, { type: 'not_found', message: 'There is no such file.' });

async function findFile(context: Context, roots: ViewRoots): Promise<string> {
  const { filename = '', subfolder = '', type: asked = 'output' } = context.req.query();
  const [, name = filename, annotated] = /^(.*) \[(input|output|temp)\]$/.exec(filename) ?? [];
  const type = annotated ?? asked;
  if (name === '' || name.startsWith('/') || name.includes('..'))
    throw badRequest('invalid_request', 'The file name cannot be used.');
  const folder = subfolder.replace(/\/+$/, '');
  if (folder !== '' && !isSafePath(folder))
    throw new ComfyError(403, { type: 'forbidden', message: 'That folder is not served.' });
  const path = folder === '' ? name : `${folder}/${name}`;
  const found = await findIn(roots, { type, path, name });
  if (found === undefined) throw missing();
  return found;
}

async function findIn(
  { output, input, findAsset }: ViewRoots,
  { type, path, name }: { type: string; path: string; name: string },
): Promise<string | undefined> {
  if (!isSafePath(path) || !isSafeName(path.split('/').at(-1) ?? '')) return undefined;
  switch (type) {
    case 'output':
      return resolveBelow(output, path);
    case 'input':
      return resolveBelow(input, path);
    case 'temp':
      return findAsset(name.replace(/\.\w+$/, ''));
    default:
      throw badRequest('invalid_request', 'The type has to be output, input or temp.');
  }
}

/** Undefined when the file is wanted as it is. */
async function changedImage(
  path: string,
  { preview, channel }: { preview: string | undefined; channel: string },
): Promise<{ type: string; bytes: Buffer } | undefined> {
  if (!['rgba', 'rgb', 'a'].includes(channel))
    throw badRequest('invalid_request', 'The channel has to be rgba, rgb or a.');
  if (preview === undefined && channel === 'rgba') return undefined;
  const [kind = 'webp', quality = '90'] = (preview ?? '').split(';');
  return withDecoder(async () => {
    const image = await openStored(path);
    if (channel === 'a') {
      const { data, info } = await image
        .ensureAlpha()
        .extractChannel('alpha')
        .raw()
        .toBuffer({ resolveWithObject: true });
      const sharp = await loadSharp();
      const { width, height } = info;
      const blank = sharp({ create: { width, height, channels: 3, background: '#000000' } });
      const alpha = blank.joinChannel(data, { raw: { width, height, channels: 1 } });
      return { type: 'image/png', bytes: await alpha.png().toBuffer() };
    }
    const shown = channel === 'rgb' ? image.removeAlpha() : image;
    const number = Math.min(100, Math.max(1, Number(quality) || 90));
    if (preview === undefined) return { type: 'image/png', bytes: await shown.png().toBuffer() };
    return kind === 'jpeg'
      ? {
          type: 'image/jpeg',
          bytes: await shown.flatten({ background: '#ffffff' }).jpeg({ quality: number }).toBuffer(),
        }
      : { type: 'image/webp', bytes: await shown.webp({ quality: number }).toBuffer() };
  });
}
