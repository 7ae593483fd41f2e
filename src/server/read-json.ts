import type { Context } from 'hono';
import { z } from 'zod';

import { brokenLimit } from '#core/document/limits.ts';

import { HttpError } from './http-error.ts';
import { readBytes } from './read-bytes.ts';

/** Bytes of a JSON body. */
const jsonLimit = 16 * 1024 * 1024;

/** A body as text, as long as JSON may be. */
export const readText = async (context: Context): Promise<string> =>
  new TextDecoder().decode(await readBytes(context, jsonLimit));

/**
 * The JSON body of a request, whatever its content type says: programs often send forms' type with it.
 * @throws HttpError 400 for no JSON, 422 for JSON of another shape.
 */
export async function readJson<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const encoding = context.req.header('content-encoding');
  if (encoding !== undefined && encoding !== 'identity')
    throw new HttpError(415, 'unsupported_encoding', 'Send the body uncompressed.');
  const text = await readText(context);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'invalid_json', 'The body is not JSON.');
  }
  // Before anything clones, logs or checks it: all of these recurse.
  const broken = brokenLimit(value);
  if (broken !== undefined)
    throw new HttpError(
      422,
      'limit_exceeded',
      broken.replace('The file', 'The body').replace(' in the file', ''),
    );
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new HttpError(422, 'invalid_request', describeIssues(parsed.error), {
      issues: parsed.error.issues
        .slice(0, 50)
        .map(({ path, message }) => ({ path: path.map(String), message })),
    });
  return parsed.data;
}

/** What is wrong, place by place, in one line. */
const describeIssues = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ');
