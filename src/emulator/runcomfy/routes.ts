import { Hono } from 'hono';

import { accept, canPay, waitMs } from '../accept.ts';
import { accountOf, jsonObject, originOf, withFaults, type Wire, type WireContext } from '../door.ts';
import type { CallName } from '../faults/fault-book.ts';
import { stageOf, type Job } from '../job.ts';
import { emulatedModels, findModel } from '../models.ts';
import { lookOfReferences } from '../references.ts';
import { answerSubmit } from '../submit-route.ts';
import { balanceOf, chargedFor, record, type World } from '../world.ts';
import { runComfyError, runComfyInvalid } from './errors.ts';
import { modelView } from './model-view.ts';
import { validateRunComfy } from './validate.ts';
import { requestUrls, resultView, statusView } from './views.ts';

const provider = 'runcomfy';

async function submit(world: World, c: WireContext, modelId: string): Promise<Response> {
  const account = accountOf(world, c);
  if (account === undefined) return runComfyError('auth', world.settings);
  const model = findModel(provider, modelId);
  if (model === undefined) return runComfyError('model', world.settings);
  const body = await jsonObject(c);
  if (body === undefined) return runComfyInvalid([{ field: 'body', message: 'Invalid JSON object' }]);
  const checked = validateRunComfy(model, body);
  if ('issues' in checked) return runComfyInvalid(checked.issues);
  const { input } = checked;
  const wait = waitMs(world, provider);
  if (wait > 0)
    return Response.json(
      { error_code: 429_001, error_message: 'Too many requests' },
      { status: 429, headers: { 'retry-after': String(Math.ceil(wait / 1000)) } },
    );
  if (!canPay(world, account, input.count)) return runComfyError('credit', world.settings);
  const found = await lookOfReferences(world, input.references);
  if (found.type !== 'look')
    return runComfyInvalid([{ field: 'images', message: `Image ${found.index + 1} cannot be read` }]);
  const job = accept(world, { model, account, body, look: found.look, base64: false, ...input });
  const urls = requestUrls(originOf(c), job.id);
  return c.json({
    request_id: job.id,
    ...urls,
    cancel_url: urls.status_url.replace(/status$/, 'cancel'),
  });
}

/** Looks a request up for the account that asks. */
function findJob(world: World, c: WireContext): Job | Response {
  const account = accountOf(world, c);
  if (account === undefined) return runComfyError('auth', world.settings);
  const job = world.jobs.get(c.req.param('id') ?? '');
  if (job === undefined || job.family !== provider) return runComfyError('missing', world.settings);
  return job.account === account ? job : runComfyError('forbidden', world.settings);
}

/** Stops a job that has not started; says so either way with a 200. */
function cancel(world: World, job: Job): Record<string, unknown> {
  const now = world.clock.now();
  if (stageOf(job, now) === 'queued') {
    const usd = chargedFor(world, job.id);
    record(world, [
      { type: 'cancelled', at: now, job: job.id },
      ...(usd > 0 ? [{ type: 'refunded' as const, at: now, job: job.id, usd }] : []),
    ]);
    return { request_id: job.id, status: 'cancelled', outcome: 'cancelled' };
  }
  const { status } = resultView(world, job, { origin: '', withCost: false });
  return { request_id: job.id, status, outcome: 'not_cancellable' };
}

/** RunComfy's Model API, and the balance that its account API tells. */
export function runComfyRoutes(world: World): Hono<Wire> {
  const app = new Hono<Wire>();

  const onJob = (call: CallName, answer: (job: Job, c: WireContext) => Record<string, unknown>) => {
    return (c: WireContext): Promise<Response> => {
      const job = world.jobs.get(c.req.param('id') ?? '');
      return withFaults(world, c, { provider, call, model: job?.model, prompt: job?.prompt }, () => {
        const found = findJob(world, c);
        return found instanceof Response ? found : Response.json(answer(found, c));
      });
    };
  };
  const forAccount = (
    c: WireContext,
    call: CallName,
    answer: (account: string) => Record<string, unknown> | undefined,
    model?: string,
  ): Promise<Response> =>
    withFaults(world, c, { provider, call, model }, () => {
      const account = accountOf(world, c);
      if (account === undefined) return runComfyError('auth', world.settings);
      const body = answer(account);
      return body === undefined ? runComfyError('model', world.settings) : Response.json(body);
    });

  app.get(
    '/v1/requests/:id/status',
    onJob('status', (job, c) => statusView(world, job, originOf(c))),
  );
  app.get(
    '/v1/requests/:id/result',
    onJob('result', (job, c) =>
      resultView(world, job, { origin: originOf(c), withCost: c.req.query('include_cost') === 'true' }),
    ),
  );
  app.post(
    '/v1/requests/:id/cancel',
    onJob('cancel', (job) => cancel(world, job)),
  );

  app.get('/prod/v2/balance', (c) =>
    forAccount(c, 'balance', (account) => ({ balance_usd: balanceOf(world, account), currency: 'USD' })),
  );
  app.get('/v1/models', (c) =>
    forAccount(c, 'models', () => {
      const models = emulatedModels.filter((model) => model.family === provider);
      return { models: models.map((model) => modelView(world, model)), total: models.length };
    }),
  );
  app.get('/v1/models/categories', (c) =>
    forAccount(c, 'models', () => ({ categories: ['text-to-image', 'image-to-image'] })),
  );
  app.get('/v1/models/:model{.+}', (c) => {
    const id = c.req.param('model');
    const model = findModel(provider, id);
    return forAccount(c, 'price', () => (model === undefined ? undefined : modelView(world, model)), id);
  });
  app.post('/v1/models/:model{.+}', (c) => {
    const model = c.req.param('model');
    return answerSubmit(world, c, { provider, model, submit: () => submit(world, c, model) });
  });
  return app;
}
