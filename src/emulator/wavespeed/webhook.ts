import { createHmac } from 'node:crypto';

import { sha256 } from '../canonical-json.ts';
import type { Job } from '../job.ts';
import type { World } from '../world.ts';
import { predictionView } from './views.ts';

const prefix = 'whsec_';
/** A receiver has to refuse what is older (WaveSpeed's page on webhooks). */
const staleSeconds = 301;

/** The secret that an account's webhooks are signed with. */
export const webhookSecret = (account: string): string =>
  `${prefix}${sha256(`webhook ${account}`).slice(0, 32)}`;

/** Where a webhook may go: the emulator calls nobody but this machine. Undefined for any other address. */
export function webhookTarget(text: string): URL | undefined {
  const url = URL.parse(text);
  const local = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return local && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

/**
 * Tells the receiver once the job has ended, as WaveSpeed does: the prediction with its input, signed over
 * `id.timestamp.body` with the secret without its prefix. The job's fate decides how a delivery goes wrong.
 */
export async function deliverWebhook(
  world: World,
  job: Job,
  { target, origin }: { target: URL; origin: string },
): Promise<void> {
  const { webhook } = job.fate;
  if (webhook === 'none') return;
  await world.clock.sleep(Math.max(0, job.finishAt - world.clock.now()));
  const body = JSON.stringify({ ...(await predictionView(world, job, origin)), input: job.body });
  const age = webhook === 'stale' ? staleSeconds : 0;
  const timestamp = String(Math.floor(world.clock.now() / 1000) - age);
  const key =
    webhook === 'bad-signature' ? 'another secret' : webhookSecret(job.account).slice(prefix.length);
  const signature = createHmac('sha256', key).update(`${job.id}.${timestamp}.${body}`).digest('hex');
  for (let delivery = 0; delivery < (webhook === 'twice' ? 2 : 1); delivery += 1)
    await fetch(target, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': job.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v3,${signature}`,
      },
      body,
    }).then((answer) => answer.body?.cancel());
}
