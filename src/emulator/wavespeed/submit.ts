import { accept, canPay, waitMs } from '../accept.ts';
import { accountOf, jsonObject, originOf, type WireContext } from '../door.ts';
import type { Job } from '../job.ts';
import { findModel } from '../models.ts';
import { lookOfReferences } from '../references.ts';
import type { World } from '../world.ts';
import { envelope, refusal } from './envelope.ts';
import { validateWaveSpeed } from './validate.ts';
import { predictionView } from './views.ts';
import { deliverWebhook, webhookTarget } from './webhook.ts';

/** Waits for the end of a job as sync mode does; past the limit it answers with a task that goes on. */
async function syncAnswer(world: World, c: WireContext, job: Job): Promise<Response> {
  const left = Math.max(0, job.finishAt - world.clock.now());
  await world.clock.sleep(Math.min(left, world.settings.syncLimitMs));
  const data = await predictionView(world, job, originOf(c));
  if (left <= world.settings.syncLimitMs) return envelope(data);
  return envelope({
    ...data,
    status: 'processing',
    code: 5004,
    error: 'Sync mode timed out, the task goes on',
  });
}

/** The paid POST. */
export async function submitWaveSpeed(world: World, c: WireContext, modelId: string): Promise<Response> {
  const account = accountOf(world, c);
  if (account === undefined) return refusal(401, 'Invalid API key');
  const model = findModel('wavespeed', modelId);
  if (model === undefined) return refusal(404, `Model not found: ${modelId}`);
  const body = await jsonObject(c);
  if (body === undefined) return refusal(400, 'The body is not a JSON object');
  const asked = c.req.query('webhook');
  const webhook = asked === undefined ? undefined : webhookTarget(asked);
  if (asked !== undefined && webhook === undefined)
    return refusal(400, 'The emulator calls webhooks on this machine only');
  const input = validateWaveSpeed(model, body);
  if (typeof input === 'string') return refusal(400, input);
  const wait = waitMs(world, 'wavespeed');
  if (wait > 0)
    return refusal(429, 'Too many requests', {
      headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
    });
  if (!canPay(world, account, input.count))
    return refusal(402, 'Insufficient credits, please top up', { errorCode: 'INSUFFICIENT_CREDITS' });
  const found = await lookOfReferences(world, input.references);
  const job = accept(world, {
    model,
    account,
    body,
    seed: 0,
    ...input,
    look: found.type === 'look' ? found.look : undefined,
    ...(found.type === 'look'
      ? {}
      : {
          fate: {
            ending: 'failed',
            taskCode: 1402,
            error: `media access failed: image ${found.index + 1} cannot be read`,
          },
        }),
  });
  // Nobody waits for the receiver, and what it does is its own affair.
  if (webhook !== undefined)
    void deliverWebhook(world, job, { target: webhook, origin: originOf(c) }).catch(() => undefined);
  return input.sync ? syncAnswer(world, c, job) : envelope(await predictionView(world, job, originOf(c)));
}
