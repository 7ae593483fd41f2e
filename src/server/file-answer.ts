import { lstat } from 'node:fs/promises';

import type { Context } from 'hono';

import { readPlainFile } from '#platform/open-plain-file.ts';

export interface FileAnswer {
  readonly path: string;
  readonly type: string;
  readonly cacheControl: string;
  /** Quoted. Without one, size and time of the file stand for its content. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Streams a plain file, or answers 304; undefined when there is none. Links are not followed. */
export async function answerFile(context: Context, answer: FileAnswer): Promise<Response | undefined> {
  const found = await lstat(answer.path).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const etag = answer.etag ?? `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  const headers = new Headers({ ...answer.headers, ETag: etag, 'Cache-Control': answer.cacheControl });
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  headers.set('Content-Type', answer.type);
  headers.set('Accept-Ranges', 'bytes');
  const range = readRange(context.req.header('range'), found.size);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${found.size}`);
    return new Response(null, { status: 416, headers });
  }
  if (range !== undefined) {
    headers.set('Content-Range', `bytes ${range.start}-${range.end}/${found.size}`);
    headers.set('Content-Length', String(range.end - range.start + 1));
    return new Response(ReadableStream.from(readPlainFile(answer.path, range)), { status: 206, headers });
  }
  headers.set('Content-Length', String(found.size));
  // A stream that nobody reads would keep its file open.
  if (context.req.method === 'HEAD') return new Response(null, { headers });
  return new Response(ReadableStream.from(readPlainFile(answer.path)), { headers });
}

/** The one range that is asked for, both ends included; undefined for the whole file, as for forms that are not known. */
function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start > end ? 'unsatisfiable' : { start, end };
}
