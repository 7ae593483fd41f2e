import { Hono, type Context } from 'hono';
import { z } from 'zod';

import type { Host } from '#host/host.ts';
import { blake3 } from '#platform/blake3.ts';

import { uploadLimit } from '../comfy/features.ts';
import { answerFile } from '../file-answer.ts';
import { HttpError, notFound } from '../http-error.ts';
import { readForm } from '../read-bytes.ts';
import { readJson } from '../read-json.ts';
import { assetPolicy } from '../security-headers.ts';
import type { AssetEntry, AssetList } from './asset-list.ts';

/** Assets stay until somebody clears the data folder; the API wants a date nevertheless. */
const never = '9999-12-31T23:59:59.000Z';

const fromHashSchema = z.looseObject({ hash: z.string(), file_path: z.string().max(1024).nullish() });

/** `/api/v2/assets`: images go in once, by their content, and are named in workflows by their id. */
export function assetApiRoutes({ assets, inputs }: Pick<Host, 'assets' | 'inputs'>, list: AssetList): Hono {
  /** An image of the list, or one that a run made. */
  async function read(id: string) {
    const entry = list.find(id);
    const asset = entry?.removed === true ? undefined : await assets.find(id);
    if (asset === undefined) throw notFound('asset');
    return { asset, entry };
  }

  async function view(context: Context, id: string, isNew?: boolean) {
    const { asset, entry } = await read(id);
    const origin = new URL(context.req.url).origin;
    return {
      id,
      hash: entry?.hash ?? null,
      size_bytes: asset.byteLength,
      content_type: asset.mediaType,
      file_path: entry?.filePath ?? null,
      ...(isNew === undefined ? {} : { created_new: isNew }),
      created_at: new Date(entry?.createdAt ?? 0).toISOString(),
      url: `${origin}/api/v2/assets/${id}/content`,
      url_expires_at: never,
      expires_at: null,
      job_id: null,
    };
  }

  return new Hono()
    .post('/', async (context) => {
      const form = await readForm(context, uploadLimit);
      if (form === undefined)
        throw new HttpError(
          422,
          'invalid_request',
          'Send the image as multipart/form-data, in the field "file".',
        );
      const file = form.get('file');
      if (!(file instanceof Blob))
        throw new HttpError(422, 'invalid_request', 'The field "file" holds no file.');
      const bytes = new Uint8Array(await file.arrayBuffer());
      const hash = await blake3(bytes);
      const expected = form.get('expected_hash');
      if (typeof expected === 'string' && expected !== hash)
        throw new HttpError(422, 'hash_mismatch', 'The bytes are not those that "expected_hash" names.');
      const known = list.findByHash(hash) !== undefined;
      const { hash: id } = await assets.put(bytes);
      const path = form.get('file_path');
      const filePath = typeof path === 'string' && path !== '' ? path.slice(0, 1024) : file.name;
      await list.put({ id, hash, filePath, createdAt: Date.now() });
      // The same image by its name, for nodes that name files.
      await inputs.add(bytes, nameOf(filePath));
      return context.json(await view(context, id, !known), known ? 200 : 201);
    })
    .get('/', async (context) => {
      const limit = Math.min(Math.max(1, Math.floor(Number(context.req.query('limit') ?? 50)) || 50), 500);
      const views = list
        .all()
        .slice(0, limit)
        .map(async ({ id }) => view(context, id).catch(() => undefined));
      return context.json({ assets: (await Promise.all(views)).filter((each) => each !== undefined) });
    })
    .post('/from-hash', async (context) => {
      const { hash, file_path: filePath } = await readJson(context, fromHashSchema);
      const entry = list.findByHash(hash);
      if (entry === undefined || (await assets.find(entry.id)) === undefined)
        throw new HttpError(404, 'blob_not_found', 'No image with this hash was uploaded before.');
      await list.put({ ...entry, filePath: filePath ?? entry.filePath });
      return context.json(await view(context, entry.id, false), 200);
    })
    .on(['GET', 'HEAD'], '/by-hash/:hash', async (context) => {
      const entry = list.findByHash(context.req.param('hash'));
      const found = entry === undefined ? undefined : await assets.find(entry.id);
      if (entry === undefined || found === undefined) throw notFound('asset');
      return context.req.method === 'HEAD' ? context.body(null) : context.json(await view(context, entry.id));
    })
    .get('/:id', async (context) => context.json(await view(context, context.req.param('id'))))
    .get('/:id/content', async (context) => {
      const id = context.req.param('id');
      const { asset } = await read(id);
      const answer = await answerFile(context, {
        path: asset.path,
        type: asset.mediaType,
        cacheControl: 'private, max-age=31536000, immutable',
        etag: `"${id}"`,
        headers: { 'Content-Security-Policy': assetPolicy, 'X-Content-Type-Options': 'nosniff' },
      });
      if (answer === undefined) throw notFound('asset');
      return answer;
    })
    .delete('/:id', async (context) => {
      const id = context.req.param('id');
      const { entry } = await read(id);
      const removed: AssetEntry = entry ?? { id, hash: '', filePath: null, createdAt: 0 };
      await list.put({ ...removed, removed: true });
      return context.body(null, 204);
    });
}

function nameOf(path: string): { name: string; subfolder: string } {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '');
  return { name: parts.at(-1) ?? 'image.png', subfolder: parts.slice(0, -1).join('/') };
}
