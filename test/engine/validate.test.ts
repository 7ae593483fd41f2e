import { expect, test } from 'vitest';

import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import { makeCatalog } from '#core/node/catalog.ts';
import { validate, type Validation } from '#engine/validate.ts';
import { builtInNodes } from '#test/rig/built-in-nodes.ts';
import { valueNodes } from '#test/rig/value-nodes.ts';
import { edge, workflow } from '#test/rig/workflow.ts';

const { descriptors } = makeCatalog([
  ...builtInNodes.definitions.values(),
  ...valueNodes.definitions.values(),
]);
const check = (document: WorkflowDocument, targets?: readonly string[]): Validation =>
  validate(document, descriptors, targets === undefined ? {} : { targets });

const add = (draft: Partial<NodeInstance> = {}) => ({ ...draft, type: 'Add' });
const order = (validation: Validation): readonly string[] =>
  validation.ok ? validation.workflow.nodes.map(({ id }) => id) : [];

test('a sound workflow has no diagnostics, and every edge goes forward', () => {
  //  prompt ─▶ generate ─▶ save
  //  count ──────┘
  const document = workflow(
    {
      save: { type: 'Save' },
      generate: { type: 'SequentialGenerate' },
      prompt: { type: 'Prompt' },
      count: { type: 'Count' },
    },
    ['generate.images > save.images', 'prompt.text > generate.prompt', 'count.count > generate.count'],
  );
  const validation = check(document);
  expect(validation).toMatchObject({ ok: true, diagnostics: [] });
  expect(order(validation)).toEqual(['count', 'prompt', 'generate', 'save']);
});

const faulty: readonly [string, WorkflowDocument, object][] = [
  //  a ─┐
  //  ▲──┘
  [
    'a node that feeds itself',
    workflow({ a: add() }, ['a.value > a.a']),
    { code: 'cycle', node: 'a', port: 'a', message: expect.stringContaining('"a"') },
  ],
  //  a ─▶ b
  //  ▲────┘
  [
    'two nodes that feed each other',
    workflow({ b: add(), a: add() }, ['a.value > b.b', 'b.value > a.a']),
    { code: 'cycle', message: expect.stringMatching(/"a" → "b"|"b" → "a"/) },
  ],
  //  a ─▶ b ─▶ c ─▶ d
  //       ▲────┘
  [
    'a circle with a tail',
    workflow({ a: add(), b: add(), c: add(), d: add() }, [
      'a.value > b.a',
      'b.value > c.a',
      'c.value > b.b',
      'c.value > d.a',
    ]),
    { code: 'cycle', message: expect.stringMatching(/"b" → "c"|"c" → "b"/) },
  ],
  //  a ─▶ (b) ─▶ a     (b) is bypassed
  [
    'a circle through a bypassed node',
    workflow({ a: add(), b: add({ mode: 'bypass' }) }, ['a.value > b.a', 'b.value > a.a']),
    { code: 'cycle', node: 'a' },
  ],
  ['an unknown type', workflow({ a: { type: 'Nowhere' } }), { code: 'unknown-type', node: 'a' }],
  [
    'an input that the type does not have',
    workflow({ a: add(), b: add() }, ['a.value > b.nowhere']),
    { code: 'unknown-input', node: 'b', port: 'nowhere', edge: edge('a.value > b.nowhere') },
  ],
  [
    'an output that the type does not have',
    workflow({ a: add(), b: add() }, ['a.nowhere > b.a']),
    { code: 'unknown-output', node: 'a', port: 'nowhere', edge: edge('a.nowhere > b.a') },
  ],
  [
    'an edge from a node that does not exist',
    workflow({ b: add() }, ['a.value > b.a']),
    { code: 'unknown-node', node: 'b', port: 'a', fix: { kind: 'remove-edge', edge: edge('a.value > b.a') } },
  ],
  [
    'a gathering input without an edge',
    workflow({ save: { type: 'Save' } }),
    { code: 'missing-input', node: 'save', port: 'images', message: '"Images" is not connected.' },
  ],
  [
    'a text into a picture',
    workflow({ prompt: { type: 'Prompt' }, save: { type: 'Save' } }, ['prompt.text > save.images']),
    { code: 'type-mismatch', node: 'save', port: 'images', edge: edge('prompt.text > save.images') },
  ],
  [
    'a seed into a count',
    workflow({ seed: { type: 'Seed' }, count: { type: 'Count' } }, ['seed.seed > count.count']),
    { code: 'type-mismatch', node: 'count' },
  ],
  [
    'a number beyond its bounds',
    workflow({ count: { type: 'Count', inputs: { count: 16 } } }),
    {
      code: 'out-of-range',
      node: 'count',
      port: 'count',
      message: '"count" is 16; expected a whole number from 1 to 15.',
      fix: { kind: 'set-input', node: 'count', input: 'count', value: 3 },
    },
  ],
  [
    'half an image',
    workflow({ count: { type: 'Count', inputs: { count: 2.5 } } }),
    { code: 'invalid-value', node: 'count', port: 'count' },
  ],
  [
    'a literal of another type',
    workflow({ prompt: { type: 'Prompt', inputs: { text: ['a'] } } }),
    { code: 'invalid-value', node: 'prompt', port: 'text' },
  ],
  [
    'null where a value is needed',
    workflow({ prompt: { type: 'Prompt', inputs: { text: null } } }),
    { code: 'invalid-value', node: 'prompt', port: 'text' },
  ],
  [
    'a choice that is none',
    workflow({ seed: { type: 'Seed', inputs: { after_run: 'explode' } } }),
    { code: 'invalid-value', node: 'seed', port: 'after_run' },
  ],
  [
    'two edges into one input',
    workflow({ a: add(), b: add(), c: add() }, ['a.value > c.a', 'b.value > c.a']),
    { code: 'duplicate-edge', node: 'c', port: 'a', edge: edge('b.value > c.a') },
  ],
  [
    'two nodes of one id',
    { ...workflow({}), nodes: [...workflow({ a: add() }).nodes, ...workflow({ a: add() }).nodes] },
    { code: 'duplicate-node', node: 'a' },
  ],
  ['no node at all', workflow({}), { code: 'nothing-to-run' }],
  ['muted nodes only', workflow({ a: add({ mode: 'mute' }) }), { code: 'nothing-to-run' }],
];

test.each(faulty)('%s refuses the run and is told at its place', (_name, document, expected) => {
  const { ok, diagnostics } = check(document);
  expect(ok).toBe(false);
  expect(diagnostics).toContainEqual(expect.objectContaining({ severity: 'error', ...expected }));
});

test('every circle is told, each once, with its nodes in the order of the edges', () => {
  //  a ─▶ b ─▶ c ─▶ a      x ─▶ y ─▶ x
  const { diagnostics } = check(
    workflow({ a: add(), b: add(), c: add(), x: add(), y: add() }, [
      'a.value > b.a',
      'b.value > c.a',
      'c.value > a.a',
      'x.value > y.a',
      'y.value > x.a',
    ]),
  );
  expect(diagnostics.map(({ code }) => code)).toContain('cycle');
  const told = diagnostics.filter(({ code }) => code === 'cycle').map(({ message }) => message);
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(/"a" → "b" → "c"|"b" → "c" → "a"|"c" → "a" → "b"/);
});

test('a literal for an input that the type does not have is a warning; the run goes on', () => {
  expect(check(workflow({ a: add({ inputs: { later: 1 } }) }))).toMatchObject({
    ok: true,
    diagnostics: [{ code: 'unknown-input', severity: 'warning', node: 'a', port: 'later' }],
  });
});

test('an edge wins over the literal, which is not even looked at', () => {
  const document = workflow({ a: add(), b: add({ inputs: { a: 'nonsense' } }) }, ['a.value > b.a']);
  expect(check(document)).toMatchObject({ ok: true, diagnostics: [] });
});

test('omitted inputs take their initial value; empty optional ones stay empty', () => {
  const validation = check(workflow({ g: { type: 'SequentialGenerate', inputs: { seed: null } } }));
  const inputs = validation.ok ? validation.workflow.nodes[0]?.inputs : undefined;
  expect(
    inputs?.map((input) => [input.port.name, input.kind === 'values' ? input.values : input.kind]),
  ).toEqual([
    ['prompt', ['']],
    ['count', [3]],
    ['resolution', ['2048x2048 (1:1)']],
    ['seed', 'none'],
    ['references', 'none'],
    ['provider', ['auto']],
  ]);
});

test('a muted node is taken out; what it fed falls back to the literal', () => {
  const document = workflow(
    { a: add({ mode: 'mute', inputs: { a: 'nonsense' } }), b: add({ inputs: { a: 5 } }) },
    ['a.value > b.a'],
  );
  const validation = check(document);
  expect(validation).toMatchObject({ ok: true, diagnostics: [] });
  expect(validation.ok && validation.workflow.nodes[0]?.inputs[0]).toMatchObject({
    kind: 'values',
    values: [5],
  });
});

test('a muted node leaves an input that needs an edge without one', () => {
  const { ok, diagnostics } = check(
    workflow({ load: { type: 'LoadImages', mode: 'mute' }, save: { type: 'Save' } }, [
      'load.images > save.images',
    ]),
  );
  expect([ok, diagnostics.map(({ code }) => code)]).toEqual([false, ['missing-input']]);
});

test('a bypassed node passes its first fitting connected input on, also through a chain of them', () => {
  //  load ─▶ (select) ─▶ (grid) ─▶ save
  //  count ─────────────────┘ columns
  const document = workflow(
    {
      load: { type: 'LoadImages' },
      count: { type: 'Count' },
      select: { type: 'SelectImages', mode: 'bypass' },
      grid: { type: 'Grid', mode: 'bypass' },
      save: { type: 'Save' },
    },
    [
      'load.images > select.images',
      'select.images > grid.images',
      'count.count > grid.columns',
      'grid.image > save.images',
    ],
  );
  const validation = check(document);
  expect(order(validation)).toEqual(['load', 'save']);
  expect(validation.ok && validation.workflow.nodes[1]?.inputs[0]).toMatchObject({
    kind: 'edge',
    source: { node: 'load', output: 'images' },
  });
});

test('a bypassed node with nothing that fits passes nothing on', () => {
  //  prompt ─▶ (generate) ─▶ save
  const { ok, diagnostics } = check(
    workflow(
      {
        prompt: { type: 'Prompt' },
        generate: { type: 'SequentialGenerate', mode: 'bypass' },
        save: { type: 'Save' },
      },
      ['prompt.text > generate.prompt', 'generate.images > save.images'],
    ),
  );
  expect([ok, diagnostics]).toMatchObject([false, [{ code: 'missing-input', node: 'save' }]]);
});

test('a circle of bypassed nodes ends, and feeds nothing', () => {
  const document = workflow(
    { a: add({ mode: 'bypass' }), b: add({ mode: 'bypass' }), c: add({ inputs: { a: 7 } }) },
    ['a.value > b.a', 'b.value > a.a', 'b.value > c.a'],
  );
  expect(order(check(document))).toContain('c');
});

test('nodes that no saving node needs are told of, and do not refuse', () => {
  //  load ─▶ save      broken ─▶ lost
  const document = workflow(
    {
      load: { type: 'LoadImages' },
      save: { type: 'Save' },
      broken: { type: 'Nowhere' },
      lost: add({ inputs: { a: 'x' } }),
    },
    ['load.images > save.images', 'broken.value > lost.b'],
  );
  const validation = check(document);
  expect(order(validation)).toEqual(['load', 'save']);
  expect(validation.diagnostics.map(({ code, node }) => [code, node])).toEqual([
    ['unknown-type', 'broken'],
    ['invalid-value', 'lost'],
  ]);
});

test('without a saving node the run is for the nodes that feed no other', () => {
  //  a ─▶ b ─▶ (c)     d        (c) is muted
  const document = workflow({ a: add(), b: add(), c: add({ mode: 'mute' }), d: add() }, [
    'a.value > b.a',
    'b.value > c.a',
  ]);
  const validation = check(document);
  expect(validation.ok && [...validation.workflow.roots].toSorted()).toEqual(['b', 'd']);
  expect(order(validation)).toEqual(['a', 'd', 'b']);
});

test('targets run with what they need and nothing else, saving or not', () => {
  //  a ─▶ b ─▶ c       load ─▶ save
  const document = workflow(
    { a: add(), b: add(), c: add(), load: { type: 'LoadImages' }, save: { type: 'Save' } },
    ['a.value > b.a', 'b.value > c.a', 'load.images > save.images'],
  );
  expect(order(check(document, ['b']))).toEqual(['a', 'b']);
  expect(order(check(document, ['b', 'load', 'b']))).toEqual(['a', 'load', 'b']);
});

test.each([
  ['does not exist', 'nobody', 'unknown-node'],
  ['is muted', 'quiet', 'nothing-to-run'],
])('a target that %s is refused', (_name, target, code) => {
  const { ok, diagnostics } = check(workflow({ a: add(), quiet: add({ mode: 'mute' }) }), [target]);
  expect([ok, diagnostics.map((each) => each.code)]).toEqual([false, [code]]);
});

test('a run for no node at all is refused', () => {
  expect(check(workflow({ a: add() }), [])).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'nothing-to-run' }],
  });
});

test('an error beside the target does not refuse it', () => {
  const document = workflow({ a: add(), b: { type: 'Nowhere' } });
  expect(check(document, ['a']).ok).toBe(true);
  expect(check(document).ok).toBe(false);
});

test('a file may hold more mistakes than a call takes arguments', () => {
  const ids = Array.from({ length: 150_000 }, (_, index) => `n${index}`);
  const circles = workflow(
    Object.fromEntries(ids.map((id) => [id, add()])),
    ids.map((id) => `${id}.value > ${id}.a`),
  );
  expect(check(circles).diagnostics.length).toBeGreaterThanOrEqual(ids.length);
  const strays = workflow({ a: add({ inputs: Object.fromEntries(ids.map((id) => [id, 1])) }) });
  expect(check(strays).diagnostics).toHaveLength(ids.length);
});
