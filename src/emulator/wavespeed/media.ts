import { accountOf, jsonObject, originOf, withFaults, type WireContext } from '../door.ts';
import type { World } from '../world.ts';
import { envelope, refusal } from './envelope.ts';

/** Hands out a ticket: where to PUT the bytes, and where they will be found. */
export const ticket = (world: World, c: WireContext): Promise<Response> =>
  withFaults(world, c, { provider: 'wavespeed', call: 'upload' }, async () => {
    if (accountOf(world, c) === undefined) return refusal(401, 'Invalid API key');
    const body = await jsonObject(c);
    const filename = body?.['filename'];
    const size = body?.['size'];
    if (typeof filename !== 'string' || filename === '') return refusal(400, 'filename is required');
    if (!Number.isInteger(size) || (size as number) <= 0) return refusal(400, 'size is required');
    const contentType = body?.['content_type'];
    const url = `${originOf(c)}${world.uploads.reserve(filename)}`;
    return envelope({
      download_url: url,
      upload: {
        method: 'PUT',
        url,
        headers: typeof contentType === 'string' ? { 'Content-Type': contentType } : {},
      },
    });
  });

/** Takes the bytes of a ticket. The URL itself is the permission. */
export const putUpload = (world: World, c: WireContext): Promise<Response> =>
  withFaults(world, c, { provider: 'wavespeed', call: 'upload' }, async () => {
    if (!world.uploads.isReserved(c.req.path)) return new Response('No such ticket', { status: 403 });
    world.uploads.write(c.req.path, new Uint8Array(await c.req.arrayBuffer()));
    return new Response(null, { status: 200 });
  });

/** The older upload in one multipart POST. */
export const multipart = (world: World, c: WireContext): Promise<Response> =>
  withFaults(world, c, { provider: 'wavespeed', call: 'upload' }, async () => {
    if (accountOf(world, c) === undefined) return refusal(401, 'Invalid API key');
    const { file } = await c.req.parseBody();
    if (!(file instanceof File)) return refusal(400, 'file is required');
    const path = world.uploads.reserve(file.name);
    world.uploads.write(path, new Uint8Array(await file.arrayBuffer()));
    return envelope({
      type: file.type.split('/')[0],
      download_url: `${originOf(c)}${path}`,
      filename: file.name,
      size: file.size,
    });
  });

/** Gives an upload back. */
export function getUpload(world: World, c: WireContext): Response {
  const bytes = world.uploads.read(c.req.path);
  if (bytes === undefined) return new Response('Not found', { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
  });
}
