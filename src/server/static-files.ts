import { extname, join } from 'node:path';

import type { Context } from 'hono';

import { isSafePath } from '#platform/outputs/safe-path.ts';

import { answerFile } from './file-answer.ts';
import { notFound } from './http-error.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite writes a hash into these names. */
const hashed = /^assets\/.+-[\w-]{8,}\.\w+$/;

/** Serves the built editor. A path that is no file is a place inside the editor, which its page knows to show. */
export async function serveEditor(context: Context, folder: string): Promise<Response> {
  const path = decodePath(context.req.path).replace(/^\//, '');
  const type = types[extname(path).toLowerCase()];
  if (type !== undefined && isSafePath(path)) {
    const cacheControl = hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
    const answer = await answerFile(context, { path: join(folder, ...path.split('/')), type, cacheControl });
    if (answer !== undefined) return answer;
  }
  if (extname(path) !== '') throw notFound('file');
  const page = await answerFile(context, {
    path: join(folder, 'index.html'),
    type: types['.html'] ?? 'text/html',
    cacheControl: 'no-cache',
  });
  if (page !== undefined) return page;
  return context.text('The editor is not built yet. Run "npm run build" and load this page again.\n', 503);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notFound('file');
  }
}
