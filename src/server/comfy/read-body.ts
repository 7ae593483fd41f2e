import type { Context } from 'hono';

import { brokenLimit } from '#core/document/limits.ts';
import { parseJson } from '#interop/parse-json.ts';

import { readText } from '../read-json.ts';
import { badRequest } from './comfy-error.ts';

/**
 * The JSON object in a request's body, whatever its content type says, Python's `NaN` included; none at all is an empty
 * one.
 * @throws ComfyError 400 for anything else.
 */
export async function readBody(context: Context): Promise<Record<string, unknown>> {
  const text = await readText(context);
  if (text.trim() === '') return {};
  const parsed = parseJson(text);
  if (!parsed.ok) throw badRequest('invalid_json', 'The body is not JSON.');
  const { value } = parsed;
  // Before anything clones, logs or checks it: all of these recurse.
  const broken = brokenLimit(value);
  if (broken !== undefined) throw badRequest('invalid_request', broken.replace('The file', 'The body'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('invalid_request', 'The body has to be a JSON object.');
  return { ...value };
}
