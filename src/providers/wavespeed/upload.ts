import type { ReferenceImage } from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';

import type { Ask } from '../ask.ts';
import type { Send } from '../http.ts';
import type { ProviderOptions } from '../provider-options.ts';
import type { TimedCache } from '../timed-cache.ts';
import { envelopeOf, ticketSchema, uploadSchema } from './wire.ts';

/** ms for the bytes of one image on a slow line. */
const uploadTimeoutMs = 120_000;

/** What an upload needs. */
export interface Uploader {
  readonly options: ProviderOptions;
  readonly ask: Ask;
  readonly send: Send;
  /** URLs by asset hash. */
  readonly uploads: TimedCache<string>;
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
};

/** Only TLS, or the place that the operator named, gets the bytes. */
function mayReceive(url: string, baseUrl: string): boolean {
  const target = new URL(url);
  return target.protocol === 'https:' || target.origin === new URL(baseUrl).origin;
}

/** Asks for a ticket and puts the bytes where it says, without the key. Undefined when that way is closed. */
async function byTicket(
  { options, ask, send }: Uploader,
  file: { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  signal: AbortSignal,
): Promise<string | undefined> {
  const reading = await ask(envelopeOf(ticketSchema), {
    method: 'POST',
    path: '/api/v3/media/uploads',
    body: JSON.stringify({ filename: file.name, size: file.bytes.length, content_type: file.mediaType }),
    contentType: 'application/json',
    signal,
  });
  if (reading.type === 'trouble') return undefined;
  const { download_url: downloadUrl, upload } = reading.body.data;
  if (upload.method.toUpperCase() !== 'PUT' || !mayReceive(upload.url, options.baseUrl)) return undefined;
  const put = await send({
    method: 'PUT',
    path: upload.url,
    body: file.bytes,
    authorised: false,
    headers: upload.headers ?? {},
    timeoutMs: uploadTimeoutMs,
    signal,
  });
  return put.type === 'answer' && put.status >= 200 && put.status < 300 ? downloadUrl : undefined;
}

/** The older way: one multipart POST. Throws FailureError. */
async function byForm(
  { ask }: Uploader,
  file: { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  signal: AbortSignal,
): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([file.bytes], { type: file.mediaType }), file.name);
  const reading = await ask(envelopeOf(uploadSchema), {
    method: 'POST',
    path: '/api/v3/media/upload/binary',
    body: form,
    timeoutMs: uploadTimeoutMs,
    signal,
  });
  if (reading.type === 'trouble') throw new FailureError({ ...reading.failure, charged: 'no' });
  return reading.body.data.download_url;
}

/** Brings a reference image to WaveSpeed and tells its URL there. Free, so doing it twice costs only time. */
export async function uploadReference(
  uploader: Uploader,
  reference: ReferenceImage,
  signal: AbortSignal,
): Promise<string> {
  const { hash, mediaType } = reference.asset;
  const known = uploader.uploads.get(hash);
  if (known !== undefined) return known;
  const file = {
    name: `${hash.slice(0, 16)}.${extensions[mediaType] ?? 'bin'}`,
    mediaType,
    bytes: await reference.bytes(),
  };
  const url = (await byTicket(uploader, file, signal)) ?? (await byForm(uploader, file, signal));
  uploader.uploads.set(hash, url);
  return url;
}
