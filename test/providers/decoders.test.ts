import { hash } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { SubmitOutcome } from '#core/model/image-model.ts';
import { failureSchema } from '#core/run/failure.ts';
import type { ProviderOptions } from '#providers/provider-options.ts';
import { createRunComfyModel } from '#providers/runcomfy/create-runcomfy-model.ts';
import { createWaveSpeedModel } from '#providers/wavespeed/create-wavespeed-model.ts';
import { foxRequest, manualClock, never } from '#test/rig/provider-rig.ts';

/** Names that mean something on the wire, so that random answers come near to real ones. */
const words = [
  'code',
  'message',
  'data',
  'id',
  'status',
  'outputs',
  'output',
  'images',
  'image',
  'error',
  'error_code',
  'request_id',
  'has_nsfw_contents',
  'cost',
  'outcome',
  'items',
  'price',
  'balance',
  'upload',
  'download_url',
];
const values = fc.oneof(
  fc.constantFrom<unknown>(
    'completed',
    'failed',
    'in_queue',
    'created',
    'cancelled',
    200,
    400_002,
    1200,
    5000,
    '',
  ),
  fc.constantFrom('abc-1', '../x', 'https://cdn.example.com/1.png', 'x'.repeat(300)),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    values,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 6 }),
  ),
}));
const answers = fc.record({
  status: fc.oneof(
    fc.constantFrom(200, 200, 200, 201, 400, 402, 404, 422, 429, 500),
    fc.integer({ min: 200, max: 599 }),
  ),
  body: fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  ),
  retryAfter: fc.option(
    fc.string({ maxLength: 12 }).filter((text) => /^[\x20-\x7e]*$/.test(text)),
    { nil: undefined },
  ),
});

const noBody = new Set([204, 205, 304]);

const options = (answer: {
  status: number;
  body: string;
  retryAfter: string | undefined;
}): ProviderOptions => ({
  provider: 'runcomfy',
  title: 'Provider',
  demo: false,
  baseUrl: 'https://provider.example',
  key: () => 'a-key',
  fetch: () =>
    Promise.resolve(
      new Response(noBody.has(answer.status) ? null : answer.body, {
        status: answer.status,
        headers: answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter },
      }),
    ),
  clock: manualClock(),
  digest: (text) => hash('sha256', text),
});

const idOf = (body: string): unknown => {
  try {
    const value: unknown = JSON.parse(body);
    const object = typeof value === 'object' && value !== null ? value : {};
    const data: unknown = Reflect.get(object, 'data');
    return (
      Reflect.get(object, 'request_id') ??
      (typeof data === 'object' && data !== null ? Reflect.get(data, 'id') : undefined)
    );
  } catch {
    return undefined;
  }
};

/** Accepted: a good status, and the id that the answer tells. */
const accepts = (answer: { status: number; body: string }, id: string): boolean =>
  answer.status < 300 && /^[\w.:-]{1,128}$/.test(id) && idOf(answer.body) === id;

/** Anything but a plain refusal, or an error code in a good answer, stays open. */
function refuses(status: number, outcome: Exclude<SubmitOutcome, { type: 'accepted' }>): boolean {
  const plain = status < 300 || [400, 401, 402, 403, 404, 413, 422, 429].includes(status);
  const wait = outcome.type === 'rejected' ? (outcome.retryAfterMs ?? 0) : 0;
  return (
    failureSchema.safeParse(outcome.failure).success &&
    (plain || outcome.type === 'unknown') &&
    wait >= 0 &&
    wait <= 3_600_000
  );
}

describe.each([
  ['RunComfy', createRunComfyModel],
  ['WaveSpeed', createWaveSpeedModel],
])('%s, whatever it answers', (_name, create) => {
  test('a submit ends in one of three ways, and is accepted only with a 2xx and an id', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const model = create(options(answer));
        const outcome = await model.submit(await model.prepare(foxRequest(), [], never));
        expect(
          outcome.type === 'accepted'
            ? accepts(answer, outcome.operation.requestId)
            : refuses(answer.status, outcome),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a poll and a cancel answer, and never throw', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const model = create(options(answer));
        const operation = { provider: 'runcomfy', model: 'm', requestId: 'id' } as const;
        const outcome = await model.poll(operation, never);
        if (outcome.type === 'trouble') failureSchema.parse(outcome.failure);
        else if (outcome.state.type === 'failed') failureSchema.parse(outcome.state.failure);
        expect(['cancelled', 'too-late', 'unsupported', 'unknown']).toContain(await model.cancel(operation));
        const price = await model.price(foxRequest(), never);
        expect(price.usd === null || price.usd > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
