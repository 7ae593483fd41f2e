import type { Context } from 'hono';

import { brokenLimit } from '#core/document/limits.ts';

import { badRequest } from './comfy-error.ts';

/** Python writes these where it has no number; they are no JSON. */
const notNumbers = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The JSON object in a request's body, whatever its content type says; none at all is an empty one.
 * @throws ComfyError 400 for anything else.
 */
export async function readBody(context: Context): Promise<Record<string, unknown>> {
  const text = (await context.req.text()).replace(/^\uFEFF/, '');
  if (text.trim() === '') return {};
  const value =
    parse(text) ?? parse(text.replaceAll(notNumbers, (token) => (token.startsWith('"') ? token : 'null')));
  if (value === undefined) throw badRequest('invalid_json', 'The body is not JSON.');
  // Before anything clones, logs or checks it: all of these recurse.
  const broken = brokenLimit(value);
  if (broken !== undefined) throw badRequest('invalid_request', broken.replace('The file', 'The body'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('invalid_request', 'The body has to be a JSON object.');
  return { ...value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
