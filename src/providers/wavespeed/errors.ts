import type { FailureCode } from '#core/run/failure.ts';

import { asText, codeOfText } from '../said.ts';
import { errorBodySchema } from './wire.ts';

/** WaveSpeed's documented task codes. */
const taskCodes: ReadonlyMap<number, FailureCode> = new Map([
  [1200, 'moderation'],
  [1400, 'invalid'],
  [1401, 'invalid'],
  [1402, 'invalid'],
  [1403, 'provider-failed'],
  [1405, 'provider-failed'],
  [5000, 'provider-failed'],
  [5003, 'provider-failed'],
  [5004, 'provider-failed'],
]);

/** What a task code of a failed job means; without one, what its text says. */
export function codeOfTask(code: number | null | undefined, said: string | undefined): FailureCode {
  const known = code === null || code === undefined ? undefined : taskCodes.get(code);
  if (known !== undefined) return known;
  return codeOfText(said) === 'moderation' ? 'moderation' : 'provider-failed';
}

function codeOfEnvelope(code: number): FailureCode {
  const task = taskCodes.get(code);
  if (task !== undefined) return task;
  if (code === 401 || code === 403) return 'auth';
  if (code === 402) return 'quota';
  if (code === 404) return 'not-found';
  if (code === 429) return 'rate-limited';
  return code >= 500 && code < 600 ? 'provider-failed' : 'invalid';
}

/** The refusal that an envelope spells out: any `code` but 200, by itself and by its text where that is plainer. */
export function refusalIn(json: unknown): { code: FailureCode; said: string | undefined } | undefined {
  const body = errorBodySchema.safeParse(json).data;
  if (body === undefined || typeof body.code !== 'number' || body.code === 200) return undefined;
  const said = asText(body.message) ?? asText(body.error);
  const byCode = codeOfEnvelope(body.code);
  const plainer = byCode === 'invalid' || byCode === 'auth' ? codeOfText(said) : undefined;
  return { code: plainer ?? byCode, said };
}
