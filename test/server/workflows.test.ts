import { afterAll, beforeAll, expect, test } from 'vitest';

import { catalogResponseSchema } from '#core/api/catalog.ts';
import { routes } from '#core/api/routes.ts';
import {
  binSchema,
  openedWorkflowSchema,
  templateListSchema,
  workflowListSchema,
  workflowVersionsSchema,
} from '#core/api/workflows.ts';
import { estimateSchema } from '#core/run/estimate.ts';

import { listen, openServer, smallWorkflow, type ServerRig } from './server-rig.ts';

let server: ServerRig;
beforeAll(async () => {
  server = await openServer({
    BATCHWORK_MAX_RUN_USD: '0.10',
    WAVESPEED_API_KEY: 'key-of-nobody',
    WAVESPEED_BASE_URL: 'http://127.0.0.1:9',
  });
});
afterAll(() => server.close());

test('a workflow is written, read, listed, renamed and deleted, and every tab hears of it', async () => {
  const listener = await listen(server.url);
  const heard = (): number => listener.messages.filter(({ type }) => type === 'workflows-change').length;
  const path = routes.workflow('stories/fox');
  expect(path).toContain('%2F');

  const written = await server.json('PUT', path, smallWorkflow, { 'if-none-match': '*' });
  expect(written.status).toBe(201);
  expect(written.body).toEqual({ file: 'stories/fox', etag: written.headers['etag'] });
  const opened = await server.json('GET', path);
  expect(openedWorkflowSchema.parse(opened.body)).toEqual({ ...written.body, document: smallWorkflow });

  const changed = { ...smallWorkflow, name: 'Three foxes' };
  const again = await server.json('PUT', path, changed, { 'if-match': written.body.etag });
  expect(again.status).toBe(200);
  const late = await server.json('PUT', path, smallWorkflow, { 'if-match': written.body.etag });
  expect(late.status).toBe(412);
  expect(late.body.error.details.etag).toBe(again.body.etag);

  const { body: renamed } = await server.json('POST', routes.renameWorkflow('stories/fox'), { to: 'fox' });
  expect(renamed).toEqual({ file: 'fox', etag: again.body.etag });
  const list = workflowListSchema.parse((await server.json('GET', routes.workflows)).body);
  expect(list.workflows).toEqual([expect.objectContaining({ file: 'fox', name: 'Three foxes', nodes: 2 })]);

  expect((await server.json('DELETE', routes.workflow('fox'))).status).toBe(204);
  expect((await server.json('GET', routes.workflow('fox'))).status).toBe(404);
  await listener.until(() => heard() === 4);
  listener.close();
});

test('a path with plain slashes is the same file', async () => {
  await server.json('PUT', routes.workflow('a/b'), smallWorkflow);
  expect((await server.json('GET', '/api/batchwork/workflows/a/b')).body.file).toBe('a/b');
});

test('what is no workflow is refused with diagnostics', async () => {
  const { status, body } = await server.json('PUT', routes.workflow('x'), { format: 'something else' });
  expect(status).toBe(422);
  expect(body.error.details.diagnostics).toHaveLength(1);
});

test.each(['..%2F..%2Fsecret', '%2Fetc%2Fpasswd', '.hidden', 'a%5C..%5Cb', 'a%00b'])(
  'the name %s is refused',
  async (name) => {
    const { status } = await server.json('PUT', `/api/batchwork/workflows/${name}`, smallWorkflow);
    expect(status).toBe(400);
  },
);

test('catalog, schema and templates are served', async () => {
  const catalog = catalogResponseSchema.parse((await server.json('GET', routes.catalog)).body);
  expect(catalog.nodes.map(({ type }) => type)).toContain('SequentialGenerate');
  expect(catalog.diagnostics).toEqual([]);
  expect((await server.json('GET', routes.schema)).body.title).toBe('Batchwork workflow');
  const { templates } = templateListSchema.parse((await server.json('GET', routes.templates)).body);
  expect(templates[0]?.id).toBe('storyboard-starter');
});

test('an estimate says what a demo costs, and a run over the cap is refused with it', async () => {
  const free = estimateSchema.parse(
    (await server.json('POST', routes.estimate, { workflow: smallWorkflow })).body,
  );
  expect(free).toMatchObject({ usd: 0, images: 2, paidCalls: 1 });
  const generate = {
    ...smallWorkflow.nodes[0],
    inputs: { prompt: 'Generate 9 images of a fox', count: 9, provider: 'wavespeed' },
  };
  const workflow = { ...smallWorkflow, nodes: [generate, smallWorkflow.nodes[1]] };
  const { status, body } = await server.json('POST', routes.jobs, { workflow });
  expect(status).toBe(402);
  expect(body.error.code).toBe('over_cap');
  expect(estimateSchema.parse(body.error.details.estimate).images).toBe(9);
});

test('a key from the environment is not changed here', async () => {
  const { status, body } = await server.json('PUT', routes.providerKey('wavespeed'), {
    key: 'another-key-1234',
  });
  expect(status).toBe(409);
  expect(body.error.message).toContain('WAVESPEED_API_KEY');
});

test('a key that was set is announced to every tab', async () => {
  const listener = await listen(server.url);
  await server.json('PUT', routes.providerKey('runcomfy'), { key: 'some-key-of-mine-1' });
  expect(await listener.until(({ type }) => type === 'providers-change')).toEqual({
    type: 'providers-change',
  });
  listener.close();
  await server.json('DELETE', routes.providerKey('runcomfy'));
});

test('versions and the bin are served: a delete says how it is taken back', async () => {
  const path = routes.workflow('kept/owl');
  await server.json('PUT', path, smallWorkflow);
  await server.json('PUT', path, { ...smallWorkflow, name: 'Owl' });
  const { body } = await server.json('GET', routes.workflowVersions('kept/owl'));
  const [version] = workflowVersionsSchema.parse(body).versions;
  expect(version).toMatchObject({ name: 'Two foxes', nodes: 2 });
  const old = await server.json('GET', routes.workflowVersion('kept/owl', version?.id ?? ''));
  expect(old.body).toEqual(smallWorkflow);
  expect((await server.json('GET', routes.workflowVersion('kept/owl', '7'))).status).toBe(404);

  const deleted = await server.json('DELETE', path);
  const id = decodeURIComponent(String(deleted.headers['content-location']).split('/').at(-1) ?? '');
  const binned = binSchema.parse((await server.json('GET', routes.bin)).body).workflows;
  expect(binned.map((entry) => entry.id)).toContain(id);
  const restored = await server.json('POST', routes.restoreFromBin, { id, to: 'kept/owl' });
  expect(restored.body).toEqual({ file: 'kept/owl' });
  expect((await server.json('GET', path)).body.document.name).toBe('Owl');
});

test('a provider is tested without a paid request: the demo draws, no key is told, a dead end too', async () => {
  const test = async (provider: string) => server.json('POST', routes.testProvider(provider));
  expect((await test('local')).body).toMatchObject({ ok: true, balanceUsd: null });
  expect((await test('runcomfy')).body).toEqual({
    ok: false,
    message: 'No key for RunComfy is set.',
    balanceUsd: null,
  });
  expect((await test('wavespeed')).body).toMatchObject({ ok: false, balanceUsd: null });
  expect((await test('nobody')).status).toBe(404);
});
