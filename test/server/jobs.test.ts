import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { jobSchema, type Job } from '#core/api/jobs.ts';
import type { RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRun } from '#core/run/snapshot.ts';

import { listen, openServer, smallWorkflow, type ServerRig } from './server-rig.ts';

let server: ServerRig;
/** One run that came to its end, looked at from all sides. */
let job: Job;
let live: RunEvent[];
let started: { status: number; location: unknown; id: string };

const eventsOf = (messages: readonly { type: string }[]): RunEvent[] =>
  messages.flatMap((message) => ('events' in message ? (message.events as RunEvent[]) : []));

/** Messages of an event stream, as `event` and parsed `data`. */
async function readStream(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, { headers });
  const text = await response.text();
  return text
    .split('\n\n')
    .filter((block) => block.includes('data:'))
    .map((block) => {
      const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      return { event: field('event'), id: Number(field('id')), data: JSON.parse(field('data')) };
    });
}

beforeAll(async () => {
  server = await openServer();
  const listener = await listen(server.url);
  const { status, body, headers } = await server.json(
    'POST',
    '/api/v2/jobs',
    { workflow: smallWorkflow, workflow_file: 'stories/fox' },
    { 'idempotency-key': 'once' },
  );
  started = { status, location: headers['location'], id: body.id };
  await listener.until((message) => eventsOf([message]).some(({ type }) => type === 'run-end'));
  live = eventsOf(listener.messages);
  listener.close();
  job = jobSchema.parse((await server.json('GET', `/api/v2/jobs/${body.id}`)).body);
});
afterAll(() => server.close());

test('starting a job answers where it stands', () => {
  expect(started).toEqual({ status: 201, location: `/api/v2/jobs/${job.id}`, id: job.id });
});

test('a job ends with its outputs, which can be fetched', async () => {
  expect(job).toMatchObject({
    status: 'succeeded',
    outcome: 'complete',
    error: null,
    name: 'Two foxes',
    workflow_file: 'stories/fox',
    progress: { value: 1, nodes_done: 2, nodes_total: 2 },
    metrics: { cost_usd: 0, images: 2 },
  });
  expect(job.outputs.map(({ node_id, name }) => [node_id, name])).toEqual([
    ['save', 'fox_00001.jpg'],
    ['save', 'fox_00002.jpg'],
  ]);
  for (const output of job.outputs) {
    const { status, bytes, headers } = await server.send({ path: new URL(output.url).pathname });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': output.content_type,
      'content-length': String(output.size_bytes),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(headers['cache-control']).toContain('immutable');
    // The file carries the workflow as well; its picture is the same to the last byte.
    const saved = await readFile(join(server.data, 'output', output.name));
    expect(saved.length).toBeGreaterThan(bytes.length);
    expect(saved.subarray(-10_000)).toEqual(bytes.subarray(-10_000));
  }
});

test('jobs are listed newest first, and their workflow comes back', async () => {
  const { body } = await server.json('GET', '/api/v2/jobs?limit=1');
  expect(body.jobs).toEqual([job]);
  expect((await server.json('GET', `/api/v2/jobs/${job.id}/workflow`)).body).toEqual({
    workflow: smallWorkflow,
    format: 'save',
    document: smallWorkflow,
  });
});

test('an unknown job is not found', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/workflow'],
    ['GET', '/events'],
    ['POST', '/cancel'],
  ] as const)
    expect((await server.json(method, `/api/v2/jobs/unknown${path}`)).status).toBe(404);
});

describe('an idempotency key', () => {
  const start = (body: object) => server.json('POST', '/api/v2/jobs', body, { 'idempotency-key': 'once' });

  test('answers the same body with the same job', async () => {
    const { status, body } = await start({ workflow: smallWorkflow, workflow_file: 'stories/fox' });
    expect(status).toBe(201);
    expect(body).toEqual(job);
  });

  test('with another body is misuse', async () => {
    const { status, body } = await start({ workflow: { ...smallWorkflow, name: 'Other' } });
    expect(status).toBe(422);
    expect(body.error.code).toBe('idempotency_key_reuse');
  });

  test('has to be visible text', async () => {
    expect(
      (await server.json('POST', '/api/v2/jobs', { workflow: smallWorkflow }, { 'idempotency-key': 'a b' }))
        .status,
    ).toBe(400);
  });
});

test('an invalid workflow is refused with its diagnostics', async () => {
  const workflow = {
    ...smallWorkflow,
    nodes: [{ ...smallWorkflow.nodes[0], type: 'Unheard' }, smallWorkflow.nodes[1]],
  };
  const { status, body } = await server.json('POST', '/api/v2/jobs', { workflow });
  expect(status).toBe(422);
  expect(body.error.code).toBe('invalid_workflow');
  expect(body.error.details.diagnostics).toContainEqual(
    expect.objectContaining({ code: 'unknown-type', node: 'generate', severity: 'error' }),
  );
});

describe('events over the socket', () => {
  test('tell the whole run, each once, in order', () => {
    expect(live.map(({ seq }) => seq)).toEqual(live.map((_event, index) => (live[0]?.seq ?? 0) + index));
    expect(live[0]?.type).toBe('run-start');
    expect(live.at(-1)?.type).toBe('run-end');
    expect(live.reduce(reduceRun, emptySnapshot(job.id))).toMatchObject({
      state: 'complete',
      name: 'Two foxes',
    });
  });

  test('go on after any of them without a gap or a repetition', async () => {
    const last = live.at(-1)?.seq ?? 0;
    for (const event of live) {
      const listener = await listen(server.url, event.seq - 1);
      await listener.until((message) => eventsOf([message]).some(({ seq }) => seq === last));
      expect(eventsOf(listener.messages)).toEqual(live.filter(({ seq }) => seq >= event.seq));
      listener.close();
    }
  });

  test('a client that is ahead of the server only waits', async () => {
    const listener = await listen(server.url, 1_000_000);
    expect(listener.messages).toEqual([expect.objectContaining({ type: 'hello', seq: live.at(-1)?.seq })]);
    listener.close();
  });
});

test('stored events of one run are there as JSON and as a stream', async () => {
  const path = `/api/batchwork/runs/${job.id}/events`;
  expect((await server.json('GET', path)).body).toEqual({ events: live });
  const middle = live[3]?.seq ?? 0;
  expect((await server.json('GET', `${path}?after=${middle}`)).body).toEqual({
    events: live.filter(({ seq }) => seq > middle),
  });
  expect((await server.json('GET', `${path}?after=100000`)).body).toEqual({ events: [] });
  const streamed = await readStream(path, { accept: 'text/event-stream', 'last-event-id': String(middle) });
  expect(streamed.map(({ data }) => data)).toEqual(live.filter(({ seq }) => seq > middle));
});

test('the stream of a job ends with its status and tells each output once', async () => {
  const messages = await readStream(`/api/v2/jobs/${job.id}/events`);
  expect(messages.at(-1)).toMatchObject({ event: 'status', data: job });
  expect(messages.filter(({ event }) => event === 'output').map(({ data }) => data.name)).toEqual([
    'fox_00001.jpg',
    'fox_00002.jpg',
  ]);
  const values = messages.filter(({ event }) => event === 'progress').map(({ data }) => data.value);
  expect(values.length).toBeGreaterThan(0);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
});

test('a cancelled job is canceled, and cancelling again changes nothing', async () => {
  const workflow = {
    ...smallWorkflow,
    nodes: smallWorkflow.nodes.map((node) => ({
      ...node,
      inputs: {
        ...node.inputs,
        ...(node.id === 'generate' ? { prompt: 'Generate 2 images of a bear' } : {}),
      },
    })),
  };
  const listener = await listen(server.url);
  const { body } = await server.json('POST', '/api/v2/jobs', { workflow });
  await listener.until((message) => eventsOf([message]).some(({ type }) => type === 'job-accept'));
  const cancelled = await server.json('POST', `/api/v2/jobs/${body.id}/cancel`);
  expect(cancelled.status).toBe(200);
  expect(['canceling', 'canceled']).toContain(cancelled.body.status);
  await listener.until((message) =>
    eventsOf([message]).some(({ run, type }) => run === body.id && type === 'run-end'),
  );
  listener.close();
  const again = await server.json('POST', `/api/v2/jobs/${body.id}/cancel`);
  expect(again.body).toMatchObject({ status: 'canceled', outcome: 'cancelled' });
});

describe('assets', () => {
  test('go in as bytes and come out as thumbnails', async () => {
    const picture = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#4972c0' } })
      .png()
      .toBuffer();
    const { status, body } = await server.send({
      method: 'POST',
      path: '/api/batchwork/assets',
      headers: { 'content-type': 'image/png' },
      body: picture,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      mediaType: 'image/png',
      width: 900,
      height: 300,
      byteLength: picture.length,
    });
    expect((await server.send({ path: `/api/batchwork/assets/${body.hash}` })).bytes).toEqual(picture);
    for (const size of [320, 640]) {
      const path = `/api/batchwork/assets/${body.hash}/thumbnail?size=${size}`;
      const thumbnail = await server.send({ path });
      expect(thumbnail.headers['content-type']).toBe('image/webp');
      expect(await sharp(thumbnail.bytes).metadata()).toMatchObject({ width: size });
      const etag = String(thumbnail.headers['etag']);
      expect((await server.send({ path, headers: { 'if-none-match': etag } })).status).toBe(304);
    }
    const head = await server.send({ method: 'HEAD', path: `/api/batchwork/assets/${body.hash}` });
    expect(head.headers['content-length']).toBe(String(picture.length));
  });

  test.each([
    ['text', Buffer.from('hello')],
    [
      'a drawing with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('%s is no image', async (_name, body) => {
    const answer = await server.send({ method: 'POST', path: '/api/batchwork/assets', body });
    expect([400, 422]).toContain(answer.status);
    expect(answer.body.error.message).toMatch(/image/);
  });

  test.each(['', '/thumbnail', '/thumbnail?size=640'])('an unknown one is not found%s', async (rest) => {
    expect((await server.send({ path: `/api/batchwork/assets/${'0'.repeat(64)}${rest}` })).status).toBe(404);
  });

  test('a thumbnail of any other size is refused', async () => {
    expect(
      (await server.send({ path: `/api/batchwork/assets/${job.outputs[0]?.id}/thumbnail?size=5000` })).status,
    ).toBe(400);
  });
});
