import { Hono, type Context } from 'hono';
import { z } from 'zod';

import type { Host } from '#host/host.ts';
import { loadSharp, withDecoder } from '#platform/images/codec.ts';

import { readForm } from '../../read-bytes.ts';
import { badRequest } from '../comfy-error.ts';
import { uploadLimit } from '../features.ts';

const originalSchema = z.looseObject({ filename: z.string(), subfolder: z.string().nullish() });

/** `/upload/image` and `/upload/mask`: images come in by name, for LoadImage to find. */
export function uploadRoutes({ inputs, assets }: Pick<Host, 'inputs' | 'assets'>): Hono {
  async function keep(form: FormData, { name, bytes }: { name: string; bytes: Uint8Array }) {
    const type = textField(form, 'type') || 'input';
    if (type !== 'input')
      throw badRequest(
        'invalid_request',
        'Only the input folder takes uploads; leave "type" out, or send "input".',
      );
    const overwrite = ['true', '1'].includes(textField(form, 'overwrite').toLowerCase());
    const subfolder = textField(form, 'subfolder')
      .replaceAll('\\', '/')
      .replace(/^\/+|\/+$/g, '');
    const kept = await inputs.add(bytes, { name, subfolder, overwrite });
    if (kept === undefined)
      throw badRequest('invalid_request', 'The file name or the subfolder cannot be used.');
    return { ...kept, type: 'input' };
  }

  return new Hono()
    .post('/upload/image', async (context) => {
      const form = await readUpload(context);
      return context.json(await keep(form, await readImage(form)));
    })
    .post('/upload/mask', async (context) => {
      const form = await readUpload(context);
      const mask = await readImage(form);
      const original = readOriginal(form);
      const path = original.subfolder ? `${original.subfolder}/${original.filename}` : original.filename;
      const asset = await inputs.find(path);
      if (asset === undefined)
        throw badRequest('invalid_request', 'There is no input image of the name in "original_ref".');
      const masked = await applyMask(await assets.read(asset), mask.bytes);
      return context.json(
        await keep(form, { name: mask.name.replace(/\.\w+$/, '') + '.png', bytes: masked }),
      );
    });
}

/** The original with the transparency of the mask, at the original's size. */
async function applyMask(original: Uint8Array, mask: Uint8Array): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return withDecoder(async () => {
    // Two steps: in one, the old transparency would go only after the new one had come.
    const { data, info } = await sharp(original, { autoOrient: true })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const alpha = await sharp(mask)
      .ensureAlpha()
      .resize(width, height, { fit: 'fill' })
      .extractChannel('alpha')
      .raw()
      .toBuffer();
    return sharp(data, { raw: { width, height, channels } })
      .joinChannel(alpha, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
  });
}

async function readUpload(context: Context): Promise<FormData> {
  const form = await readForm(context, uploadLimit);
  if (form === undefined)
    throw badRequest('invalid_request', 'Send the image as multipart/form-data, in the field "image".');
  return form;
}

async function readImage(form: FormData): Promise<{ name: string; bytes: Uint8Array }> {
  const image = form.get('image');
  if (!(image instanceof Blob)) throw badRequest('invalid_request', 'The field "image" holds no file.');
  const name = image.name.replaceAll('\\', '/').split('/').at(-1) ?? '';
  return { name: name === '' ? 'image.png' : name, bytes: new Uint8Array(await image.arrayBuffer()) };
}

/** Clients write the name of this field in two ways. */
function readOriginal(form: FormData): z.infer<typeof originalSchema> {
  const text = textField(form, 'original_ref') || textField(form, 'originalRef');
  try {
    return originalSchema.parse(JSON.parse(text));
  } catch {
    throw badRequest('invalid_request', '"original_ref" has to name the image that the mask belongs to.');
  }
}

const textField = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
