import { Hono } from 'hono';

import { priceOf } from '../accept.ts';
import { accountOf, jsonObject, originOf, withFaults, type Wire, type WireContext } from '../door.ts';
import type { CallName } from '../faults/fault-book.ts';
import type { Job } from '../job.ts';
import { emulatedModels, findModel } from '../models.ts';
import { answerSubmit } from '../submit-route.ts';
import { balanceOf, chargedFor, record, type World } from '../world.ts';
import { envelope, refusal } from './envelope.ts';
import { billingView, historyView } from './history.ts';
import { getUpload, multipart, putUpload, ticket } from './media.ts';
import { modelView } from './model-view.ts';
import { submitWaveSpeed } from './submit.ts';
import { predictionView } from './views.ts';
import { webhookSecret } from './webhook.ts';

const provider = 'wavespeed';

/** An account's job that it has not deleted. */
function findJob(world: World, account: string, id: string): Job | undefined {
  const job = world.jobs.get(id);
  return job?.family === provider && job.account === account && job.deleted !== true ? job : undefined;
}

/** WaveSpeed's API v3. */
export function waveSpeedRoutes(world: World): Hono<Wire> {
  const app = new Hono<Wire>();

  const forAccount =
    (
      call: CallName,
      answer: (account: string, c: WireContext, body: Record<string, unknown>) => unknown,
    ): ((c: WireContext) => Promise<Response>) =>
    async (c) => {
      const job = world.jobs.get(c.req.param('id') ?? '');
      return withFaults(world, c, { provider, call, model: job?.model, prompt: job?.prompt }, async () => {
        const account = accountOf(world, c);
        if (account === undefined) return refusal(401, 'Invalid API key');
        const body = c.req.method === 'POST' ? ((await jsonObject(c)) ?? {}) : {};
        const data = await answer(account, c, body);
        return data instanceof Response ? data : envelope(data);
      });
    };

  const price = forAccount('price', (_account, _c, { model_id: id, inputs }) => {
    const model = typeof id === 'string' ? findModel(provider, id) : undefined;
    if (model === undefined) return refusal(404, 'Model not found');
    const count: unknown =
      typeof inputs === 'object' && inputs !== null ? Reflect.get(inputs, 'max_images') : undefined;
    const usd = priceOf(world, Number.isInteger(count) ? (count as number) : 1);
    return {
      model_id: model.id,
      price: usd,
      discounted_price: usd,
      discount_rate: 0,
      currency: 'USD',
      unit_price: usd,
    };
  });
  const result = forAccount('result', async (account, c) => {
    const job = findJob(world, account, c.req.param('id') ?? '');
    return job === undefined ? refusal(404, 'Prediction not found') : predictionView(world, job, originOf(c));
  });

  app.get('/api/v3/predictions/:id/result', result);
  app.get('/api/v3/predictions/:id', result);
  app.post(
    '/api/v3/predictions',
    forAccount('history', (account, c, query) => historyView({ world, account, query, origin: originOf(c) })),
  );
  app.post(
    '/api/v3/predictions/delete',
    forAccount('delete', (account, _c, { ids }) => {
      const jobs = Array.isArray(ids) ? ids.flatMap((id) => findJob(world, account, String(id)) ?? []) : [];
      record(
        world,
        jobs.map((job) => ({ type: 'deleted', at: world.clock.now(), job: job.id })),
      );
      return { deleted: jobs.length };
    }),
  );
  app.get(
    '/api/v3/balance',
    forAccount('balance', (account) => ({ balance: balanceOf(world, account) })),
  );
  app.get(
    '/api/v3/webhook/secret',
    forAccount('secret', (account) => ({ secret: webhookSecret(account) })),
  );
  app.post('/api/v3/model/price', price);
  app.post('/api/v3/model/pricing', price);
  app.get(
    '/api/v3/models',
    forAccount('models', () =>
      emulatedModels.filter((model) => model.family === provider).map((model) => modelView(world, model)),
    ),
  );
  app.post(
    '/api/v3/billings/search',
    forAccount('billing', (account, _c, query) => billingView(world, account, query)),
  );
  app.post(
    '/api/v3/user/usage_stats',
    forAccount('billing', (account) => {
      const jobs = [...world.jobs.values()].filter(
        (job) => job.family === provider && job.account === account,
      );
      const cost = jobs.reduce((sum, job) => sum + chargedFor(world, job.id), 0);
      return {
        per_model_usage: [],
        daily_usage: [],
        summary: { total_cost: cost, total_requests: jobs.length, success_requests: jobs.length },
      };
    }),
  );

  app.post('/api/v3/media/uploads', (c) => ticket(world, c));
  app.post('/api/v3/media/upload/binary', (c) => multipart(world, c));
  app.put('/uploads/*', (c) => putUpload(world, c));
  app.get('/uploads/*', (c) => getUpload(world, c));

  app.post('/api/v3/:model{.+}', (c) => {
    const model = c.req.param('model');
    return answerSubmit(world, c, { provider, model, submit: () => submitWaveSpeed(world, c, model) });
  });
  return app;
}
