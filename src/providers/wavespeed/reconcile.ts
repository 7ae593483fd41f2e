import type { PreparedRequest, ReconcileCandidate } from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';

import type { Ask } from '../ask.ts';
import type { ProviderOptions } from '../provider-options.ts';
import { envelopeOf, historySchema } from './wire.ts';

/** How far the provider's clock may be off ours. */
const skewMs = 15 * 60_000;

/** WaveSpeed's largest page, and how many of them are read: far more than any account starts in the time. */
const pageSize = 100;
const maxPages = 20;

const idPattern = /^[\w.:-]{1,128}$/;

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether every value that we sent stands in the inputs shown; what the provider filled in by itself is no matter. */
function inputsMatch(sent: unknown, shown: object | null | undefined): boolean | undefined {
  if (shown === null || shown === undefined || Object.keys(shown).length === 0) return undefined;
  if (typeof sent !== 'object' || sent === null) return undefined;
  return Object.entries(sent).every(([name, value]) => equal(value, Reflect.get(shown, name)));
}

/** Predictions of the model since a quarter of an hour before the POST, each id once. Throws FailureError. */
export async function findCandidates(
  { provider }: ProviderOptions,
  ask: Ask,
  options: { prepared: PreparedRequest; sentAt: number; signal: AbortSignal },
): Promise<readonly ReconcileCandidate[]> {
  const { prepared, sentAt, signal } = options;
  const since = sentAt - skewMs;
  const sent: unknown = JSON.parse(prepared.body);
  const found = new Map<string, ReconcileCandidate>();
  for (let page = 1; page <= maxPages; page += 1) {
    const reading = await ask(envelopeOf(historySchema), {
      method: 'POST',
      path: '/api/v3/predictions',
      body: JSON.stringify({
        page,
        page_size: pageSize,
        model: prepared.model,
        created_after: new Date(since).toISOString(),
      }),
      contentType: 'application/json',
      signal,
    });
    if (reading.type === 'trouble') throw new FailureError(reading.failure);
    const items = reading.body.data.items ?? [];
    for (const item of items) {
      if (!idPattern.test(item.id) || !(Date.parse(item.created_at) >= since)) continue;
      if (typeof item.model === 'string' && item.model !== prepared.model) continue;
      found.set(item.id, {
        operation: { provider, model: prepared.model, requestId: item.id },
        createdAt: item.created_at,
        inputsMatch: inputsMatch(sent, item.inputs ?? item.input),
      });
    }
    if (items.length < pageSize) break;
  }
  return [...found.values()];
}
