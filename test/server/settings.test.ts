import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { routes } from '#core/api/routes.ts';
import { settingsAnswerSchema } from '#core/api/settings.ts';
import { starter } from '#test/rig/starter.ts';

import { listen, openServer } from './server-rig.ts';

test('a cap that is changed holds at once, on every way in, and is told to everyone', async () => {
  const server = await openServer({
    WAVESPEED_API_KEY: 'test-key',
    WAVESPEED_BASE_URL: 'http://127.0.0.1:9',
  });
  try {
    const told = await listen(server.url);
    const usual = { maxRunUsd: 5, maxDayUsd: 25, embedWorkflow: true };
    expect((await server.json('GET', routes.settings)).body).toEqual({
      settings: usual,
      fromEnvironment: {},
    });
    const changed = await server.json('PUT', routes.settings, { maxRunUsd: 0.01 });
    expect(settingsAnswerSchema.parse(changed.body).settings).toEqual({ ...usual, maxRunUsd: 0.01 });
    await told.until(({ type }) => type === 'settings-change');
    const refused = await server.json('POST', routes.jobs, { workflow: starter('wavespeed') });
    expect(refused).toMatchObject({
      status: 402,
      body: { error: { code: 'over_cap', message: expect.stringContaining('$0.01 a run') } },
    });
    // A request may lower a cap and never raise it.
    const raised = await server.json('POST', routes.jobs, { workflow: starter('wavespeed'), max_cost: 3 });
    expect(raised.status).toBe(402);
    const file = await stat(join(server.data, 'configuration', 'settings.json'));
    expect((file.mode & 0o777).toString(8)).toBe('600');
    told.close();
  } finally {
    await server.close();
  }
});

test('what the environment sets cannot be changed; nonsense is refused', async () => {
  const server = await openServer({ BATCHWORK_MAX_DAY_USD: '3' });
  try {
    expect((await server.json('GET', routes.settings)).body).toMatchObject({
      settings: { maxRunUsd: 5, maxDayUsd: 3 },
      fromEnvironment: { maxDayUsd: 'BATCHWORK_MAX_DAY_USD' },
    });
    expect(await server.json('PUT', routes.settings, { maxDayUsd: 9 })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('BATCHWORK_MAX_DAY_USD') } },
    });
    for (const body of [{ maxRunUsd: -1 }, { maxRunUsd: 'much' }, { unknown: 1 }])
      expect((await server.json('PUT', routes.settings, body)).status).toBe(422);
  } finally {
    await server.close();
  }
});
