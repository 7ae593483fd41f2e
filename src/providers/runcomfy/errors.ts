import type { FailureCode } from '#core/run/failure.ts';

import { asText, codeOfText } from '../said.ts';
import { errorBodySchema } from './wire.ts';

/** Both documented families: the Model API's page and the Serverless API's. */
const codes: ReadonlyMap<number, FailureCode> = new Map([
  [400_001, 'not-found'],
  [400_002, 'quota'],
  [10_001, 'quota'],
  [400_004, 'auth'],
  [401_001, 'auth'],
  [403_001, 'auth'],
  [403_003, 'auth'],
  [404_001, 'not-found'],
  [422_001, 'invalid'],
  [429_001, 'rate-limited'],
]);

/** The first three digits look like the HTTP status, so that a new code is read by its kind. */
function codeOfNumber(value: number): FailureCode {
  const known = codes.get(value);
  if (known !== undefined) return known;
  const family = Math.floor(value / 1000);
  if (family === 401 || family === 403) return 'auth';
  if (family === 402) return 'quota';
  if (family === 404) return 'not-found';
  if (family === 429) return 'rate-limited';
  return family >= 500 && family < 600 ? 'provider-failed' : 'invalid';
}

/** The provider's reason in a body, if it tells one. */
export function saidIn(json: unknown): string | undefined {
  const body = errorBodySchema.safeParse(json).data;
  return asText(body?.detail) ?? asText(body?.error_message) ?? asText(body?.message) ?? asText(body?.error);
}

/** The refusal that a body spells out: by its numeric code first, by its text where that is plain. */
export function refusalIn(json: unknown): { code: FailureCode; said: string | undefined } | undefined {
  const body = errorBodySchema.safeParse(json).data;
  if (body?.error_code === undefined || body.error_code === null || body.error_code === '') return undefined;
  const said = saidIn(json);
  const number = Number(body.error_code);
  const numeric = Number.isFinite(number) ? codeOfNumber(number) : 'invalid';
  return { code: numeric === 'invalid' ? (codeOfText(said) ?? numeric) : numeric, said };
}
