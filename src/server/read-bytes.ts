import type { Context } from 'hono';

import { HttpError } from './http-error.ts';

/**
 * The body of a request, whether its length was told or not.
 * @throws HttpError 413 as soon as it turns out to be longer than `limit` bytes.
 */
export async function readBytes(context: Context, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): HttpError =>
    new HttpError(413, 'body_too_large', `The body is larger than ${Math.floor(limit / 1024 / 1024)} MiB.`);
  if (Number(context.req.header('content-length') ?? 0) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    length += chunk.byteLength;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** A form with files, read to its end. Undefined when the body is none. */
export async function readForm(context: Context, limit: number): Promise<FormData | undefined> {
  const bytes = await readBytes(context, limit);
  const headers = { 'content-type': context.req.header('content-type') ?? '' };
  return new Response(bytes, { headers }).formData().catch(() => undefined);
}
