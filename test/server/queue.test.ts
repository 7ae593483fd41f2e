import { expect, test } from 'vitest';

import { queueSchema } from '#core/api/queue.ts';
import { routes } from '#core/api/routes.ts';

import { listen, openServer, smallWorkflow } from './server-rig.ts';

test('paused, nothing is bought; runs may be moved; going on ends them', async () => {
  const server = await openServer();
  try {
    const told = await listen(server.url);
    expect((await server.json('GET', routes.queue)).body).toEqual({ paused: false, runs: [] });
    expect((await server.json('PUT', routes.queue, { paused: true })).body).toMatchObject({ paused: true });
    await told.until(({ type }) => type === 'queue-change');
    const start = async (prompt: string): Promise<string> => {
      const [generate, ...others] = smallWorkflow.nodes;
      const nodes = [{ ...generate, inputs: { ...generate?.inputs, prompt } }, ...others];
      return (await server.json('POST', routes.jobs, { workflow: { ...smallWorkflow, nodes } })).body.id;
    };
    const [a, b, c] = [await start('2 foxes'), await start('2 hares'), await start('2 owls')];
    expect((await server.json('GET', routes.queue)).body).toEqual({ paused: true, runs: [a, b, c] });
    const moved = await server.json('POST', routes.moveRun(c), { before: a });
    expect(queueSchema.parse(moved.body)).toEqual({ paused: true, runs: [c, a, b] });
    expect((await server.json('POST', routes.moveRun(c), { before: null })).body.runs).toEqual([a, b, c]);
    expect((await server.json('POST', routes.moveRun(b), { before: a })).body.runs).toEqual([b, a, c]);
    expect((await server.json('GET', routes.job(a))).body).toMatchObject({
      queue_position: 2,
      outcome: null,
    });
    expect((await server.json('POST', routes.moveRun('nobody'), { before: a })).status).toBe(404);
    expect((await server.json('POST', routes.moveRun(a), { before: 'nobody' })).status).toBe(404);
    expect((await server.json('POST', routes.moveRun(a), {})).status).toBe(422);

    await server.json('PUT', routes.queue, { paused: false });
    for (const run of [a, b, c])
      await told.until(
        (message) =>
          message.type === 'events' &&
          message.events.some((event) => event.type === 'run-end' && event.run === run),
      );
    expect((await server.json('GET', routes.queue)).body).toEqual({ paused: false, runs: [] });
    expect((await server.json('GET', routes.job(a))).body).toMatchObject({
      queue_position: null,
      outcome: 'complete',
    });
    told.close();
  } finally {
    await server.close();
  }
});
