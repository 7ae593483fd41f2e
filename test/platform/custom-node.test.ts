import { fileURLToPath } from 'node:url';

import { beforeAll, expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';
import type { RunEvent } from '#core/run/event.ts';
import { loadNodes } from '#platform/node-folder.ts';
import { openHostRig } from '#test/rig/host-rig.ts';

const folder = fileURLToPath(new URL('../fixtures/custom-nodes', import.meta.url));
const patience = { answerMs: 1_500, silenceMs: 1_500 };
const warnings: string[] = [];
const nothing = (): never => {
  throw new Error('not here');
};
const context: NodeContext = {
  signal: new AbortController().signal,
  progress: () => {},
  warn: (message) => void warnings.push(message),
  images: { composeGrid: nothing },
  models: { generate: nothing },
  outputs: { save: nothing },
};

let node: NodeDefinition;
beforeAll(async () => {
  const { definitions } = await loadNodes(folder, { patience });
  const found = definitions.get('OddText');
  if (found === undefined) throw new Error('OddText was not loaded');
  node = found;
});

const execute = async (mode: string): Promise<AnyValues> => node.execute(context, { text: 'fox', mode });

test('what it computes is known while planning', () => {
  expect(node.computeNow?.({ text: 'fox', mode: 'upper' })).toEqual({
    outputs: { text: 'FOX' },
    warnings: [],
  });
  expect(node.computeNow?.({ text: 'fox', mode: 'tells' })?.warnings).toEqual(['something is odd']);
  expect(node.computeNow?.({ text: 'fox', mode: 'later' })).toBeUndefined();
  expect(() => node.computeNow?.({ text: 'fox', mode: 'throws' })).toThrow('the author forgot something');
  expect(node.check?.({ text: 'fox', mode: 'refused' })).toEqual([{ input: 'mode', message: 'Not this.' }]);
});

test('it executes, and what it tells arrives', async () => {
  expect(await execute('later')).toEqual({ text: 'FOX' });
  expect(await execute('tells')).toEqual({ text: 'fox' });
  expect(warnings).toContain('something is odd');
});

test('it sees nothing of the environment, where keys may stand', async () => {
  process.env['A_KEY_OF_SOMEBODY'] = 'secret';
  expect(await execute('environment')).toEqual({ text: '{}' });
});

test.each([
  ['throws', 'the author forgot something'],
  ['rejects-nowhere', 'nobody waits for this'],
  ['exits', 'it ended its own thread'],
  ['hangs', 'no sign of life'],
  ['hangs-later', 'no sign of life'],
  ['silent', 'no sign of life'],
  ['function', 'could not be cloned'],
])('an execution that %s fails, and the next one works', async (mode, message) => {
  await expect(execute(mode)).rejects.toThrow(message);
  expect(await execute('later')).toEqual({ text: 'FOX' });
});

test('planning stands still for a hang once, and the run finds it', async () => {
  const { definitions } = await loadNodes(folder, { patience: { ...patience, answerMs: 301 } });
  expect(definitions.get('OddText')?.computeNow?.({ text: 'fox', mode: 'hangs' })).toBeUndefined();
  expect(definitions.get('OddText')?.computeNow?.({ text: 'fox', mode: 'upper' })).toBeUndefined();
  expect(() => node.check?.({ text: 'fox', mode: 'check-hangs' })).toThrow('check() did not come to an end');
});

const workflow = (
  nodes: { id: string; type: string; inputs: Record<string, string> }[],
): WorkflowDocument => ({
  format: 'batchwork',
  version: 1,
  name: 'Odd',
  nodes: nodes.map((each) => ({ ...each, position: { x: 0, y: 0 } })),
  edges: [],
  groups: [],
  notes: [],
});
const failures = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'item-end' && event.failure !== undefined ? [event.failure.message] : [],
  );

test('a hang in one node leaves the rest of the run and of the server alone, and loses nothing that was bought', async () => {
  await using rig = await openHostRig({ nodesFolder: folder, nodePatience: patience });
  const hanging = rig.run(
    workflow([{ id: 'shop', type: 'OddShop', inputs: { prompt: 'Generate 2 images, then hang' } }]),
  );
  const working = await rig.run(
    workflow([{ id: 'shop', type: 'CalmShop', inputs: { prompt: 'Generate 2 images' } }]),
  );
  expect(working.at(-1)).toMatchObject({ type: 'run-end', outcome: 'complete' });
  const events = await hanging;
  expect(failures(events).join()).toContain('no sign of life');
  // What it had asked for was bought once, and its images are in the story of the run.
  expect((await rig.truth()).filter(({ type }) => type === 'accepted')).toHaveLength(2);
  expect(events.filter(({ type }) => type === 'asset-add')).toHaveLength(2);
});
