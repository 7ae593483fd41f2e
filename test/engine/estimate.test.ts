import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import type { ImageRequest } from '#core/model/image-model.ts';
import type { Memo } from '#core/run/capabilities.ts';
import type { Estimate } from '#core/run/estimate.ts';
import { estimate, type EstimatedPlan, type EstimateOptions } from '#engine/estimate.ts';
import { fingerprintPurchase } from '#engine/fingerprint.ts';
import type { PurchaseRecord } from '#engine/purchase-record.ts';
import { resolveRequest } from '#engine/request.ts';
import { image } from '#test/rig/images.ts';
import { assetsWithout, memoryMemo, pricedModels, sha256 } from '#test/rig/memory-capabilities.ts';
import { allNodes, validated } from '#test/rig/planned.ts';
import { workflow } from '#test/rig/workflow.ts';

const policy = { auto: 'wavespeed' } as const;
const models = pricedModels([
  { provider: 'wavespeed', usdPerImage: 0.04 },
  { provider: 'runcomfy', usdPerImage: null },
  { provider: 'local', usdPerImage: 0 },
]);

const ask = (document: WorkflowDocument, changes: Partial<EstimateOptions> = {}): Promise<EstimatedPlan> =>
  estimate(validated(document), {
    definitions: allNodes.definitions,
    models,
    memo: memoryMemo(),
    assets: assetsWithout(),
    digest: sha256,
    policy,
    force: false,
    signal: new AbortController().signal,
    ...changes,
  });

const record = (images: readonly number[]): PurchaseRecord => ({
  images: images.map((number) => ({ asset: image(number), nsfw: false })),
  operation: { provider: 'wavespeed', model: 'm', requestId: 'q1' },
  incomplete: false,
  costUsd: 0.08,
  warnings: [],
});

/** Puts every purchase that is known exactly and not bought yet into the memo, as if a run had made it. */
async function buy({ plan }: EstimatedPlan, memo: Memo, images: readonly number[]): Promise<void> {
  const purchases = (plan?.steps ?? []).flatMap((step) => step.purchases ?? []);
  for (const request of purchases.flatMap(({ requests, exact }) => (exact ? requests : []))) {
    const fingerprint = fingerprintPurchase(sha256, resolveRequest(request, policy, models).request);
    if ((await memo.get(fingerprint)) === undefined) await memo.set(fingerprint, record(images));
  }
}

const figures = ({ usd, images, paidCalls }: Estimate): unknown => [usd, images, paidCalls];

const generate = (inputs: Record<string, string | number> = {}) => ({
  type: 'SequentialGenerate',
  inputs: { prompt: 'a fox', count: 2, ...inputs },
});

//  first ─▶ second
const chain = workflow({ first: generate(), second: generate({ prompt: 'a wolf', count: 3 }) }, [
  'first.images > second.references',
]);

test('what was never bought counts in full', async () => {
  const { estimate: answer } = await ask(chain);
  expect(figures(answer)).toEqual([0.2, 5, 2]);
  expect(answer.nodes['first']).toEqual({
    executions: 1,
    cached: 0,
    images: 2,
    usd: 0.08,
    provider: 'wavespeed',
    demo: false,
    source: 'wavespeed price list',
  });
});

test('what is in the memo is free, and what stands behind it becomes exact', async () => {
  const own = memoryMemo();
  const before = await ask(chain);
  await buy(before, own, [1, 2]);
  const after = await ask(chain, { memo: own });
  expect(figures(after.estimate)).toEqual([0.12, 3, 1]);
  expect(after.estimate.nodes['first']).toMatchObject({
    cached: 1,
    images: 0,
    usd: 0,
    source: 'bought before',
  });
  const second = after.plan?.steps.find(({ node }) => node === 'second');
  expect(second?.purchases?.[0]).toMatchObject({
    exact: true,
    requests: [{ references: [image(1), image(2)] }],
  });
  await buy(after, own, [3, 4, 5]);
  expect(figures((await ask(chain, { memo: own })).estimate)).toEqual([0, 0, 0]);
});

test('to buy anew, nothing counts as bought', async () => {
  const own = memoryMemo();
  await buy(await ask(chain), own, [1, 2]);
  expect(figures((await ask(chain, { memo: own, force: true })).estimate)).toEqual([0.2, 5, 2]);
});

test('a purchase whose images are gone is fetched again, not bought again', async () => {
  const own = memoryMemo();
  await buy(await ask(chain), own, [1, 2]);
  const { estimate: answer } = await ask(chain, { memo: own, assets: assetsWithout(image(2)) });
  expect(Object.values(answer.nodes)[0]).toMatchObject({ usd: 0, cached: 1 });
});

test.each([
  ['nonsense', 'nonsense'],
  ['half a record', { images: [{ asset: { hash: 'x' }, nsfw: false }] }],
])('a memo entry that is %s counts as none', async (_name, entry) => {
  const own = memoryMemo();
  await buy(await ask(chain), own, [1]);
  for (const key of own.entries.keys()) own.entries.set(key, entry);
  expect(figures((await ask(chain, { memo: own })).estimate)).toEqual([0.2, 5, 2]);
});

test('of a batch, only what is missing is counted', async () => {
  const seeds = (copies: number): WorkflowDocument =>
    workflow({ seeds: { type: 'Seed', inputs: { seed: 1, copies } }, generate: generate() }, [
      'seeds.seed > generate.seed',
    ]);
  const own = memoryMemo();
  await buy(await ask(seeds(2)), own, [1, 2]);
  const { estimate: answer } = await ask(seeds(5), { memo: own });
  expect(figures(answer)).toEqual([0.24, 6, 3]);
  expect(answer.nodes['generate']).toMatchObject({ executions: 5, cached: 2 });
});

test('a price that nobody knows makes the sum unknown, never free', async () => {
  const { estimate: answer } = await ask(workflow({ a: generate(), b: generate({ provider: 'runcomfy' }) }));
  expect(figures(answer)).toEqual([null, 4, 2]);
  expect(answer.nodes).toMatchObject({ a: { usd: 0.08 }, b: { usd: null } });
});

test('the provider of the run wins over that of the node; demo images are free and say so', async () => {
  const { estimate: answer } = await ask(workflow({ a: generate({ provider: 'runcomfy' }) }), {
    policy: { auto: 'wavespeed', override: 'local' },
  });
  expect(Object.values(answer.nodes)[0]).toMatchObject({ usd: 0, demo: true, provider: 'local' });
});

test('a batch whose length only the run can tell has no figures', async () => {
  //  later ─▶ generate.seed    (many, and not yet)
  const later = workflow({ later: { type: 'Later' }, add: { type: 'Add' }, generate: generate() }, [
    'later.values > add.a',
    'add.value > generate.count',
  ]);
  const { estimate: answer } = await ask(later);
  expect(figures(answer)).toEqual([null, null, null]);
  expect(answer.nodes['generate']).toMatchObject({ executions: null, source: 'known once the inputs are' });
});

test('what planning refuses has diagnostics and no figures', async () => {
  const { estimate: answer, plan } = await ask(workflow({ a: { type: 'SequentialGenerate' } }));
  expect([figures(answer), plan]).toEqual([[null, null, null], undefined]);
  expect(answer.diagnostics).toMatchObject([{ code: 'missing-input', node: 'a', port: 'prompt' }]);
});

test('what the provider says stands at the port, once for the node, and only for what is not bought yet', async () => {
  const checked = pricedModels([
    {
      provider: 'wavespeed',
      usdPerImage: 0.04,
      hasKey: false,
      check: (request: ImageRequest) => [
        { severity: 'warning', field: 'resolution', message: `${request.resolution} becomes square.` },
      ],
    },
  ]);
  const prompts = workflow(
    { prompts: { type: 'PromptList', inputs: { text: 'a\nb\nc' } }, generate: generate() },
    ['prompts.text > generate.prompt'],
  );
  const own = memoryMemo();
  const { estimate: answer } = await ask(prompts, { models: checked, memo: own });
  expect(answer.diagnostics).toMatchObject([
    { code: 'adjusted-by-provider', severity: 'warning', node: 'generate', port: 'resolution' },
    { code: 'missing-key', severity: 'error', node: 'generate', port: 'provider' },
  ]);
  expect(answer.diagnostics[1]?.message).toContain('WAVESPEED_KEY');
  await buy(await ask(prompts), own, [1]);
  expect((await ask(prompts, { models: checked, memo: own })).estimate.diagnostics).toEqual([]);
});
