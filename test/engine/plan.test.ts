import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { makeCatalog } from '#core/node/catalog.ts';
import { plan } from '#engine/plan.ts';
import { image } from '#test/rig/images.ts';
import { allNodes, knownValues, planned, planOf, stepOf, validated } from '#test/rig/planned.ts';
import { workflow } from '#test/rig/workflow.ts';

const codes = (document: WorkflowDocument): readonly unknown[] =>
  planOf(document).diagnostics.map(({ code, severity, node, port }) => [code, severity, node, port]);

/** What a step will ask its provider for: prompt, count, seed and number of references. */
const purchases = (document: WorkflowDocument, node: string): unknown =>
  stepOf(planned(document), node).purchases?.map(({ execution, requests, exact }) => [
    execution,
    ...requests.map(({ prompt, count, seed, references }) => [prompt, count, seed, references.length]),
    ...(exact ? [] : ['at most']),
  ]) ?? null;

//  prompts ─▶ combine ─▶ generate ─▶ grid ─▶ save
//  seeds ────────┘
const everyPair = (lines: string, copies: number): WorkflowDocument =>
  workflow(
    {
      prompts: { type: 'PromptList', inputs: { text: lines } },
      seeds: { type: 'Seed', inputs: { seed: 5, copies } },
      combine: { type: 'Combine' },
      generate: { type: 'SequentialGenerate', inputs: { count: 2 } },
      grid: { type: 'Grid' },
      save: { type: 'Save' },
    },
    [
      'prompts.text > combine.prompts',
      'seeds.seed > combine.seeds',
      'combine.prompt > generate.prompt',
      'combine.seed > generate.seed',
      'generate.images > grid.images',
      'grid.image > save.images',
    ],
  );

test('values are settled while planning: literals, edges, batches', () => {
  const document = everyPair('a fox\n# no\n\na wolf', 3);
  const { steps } = planned(document);
  expect(steps.map(({ node, executions }) => [node, executions])).toEqual([
    ['prompts', 1],
    ['seeds', 1],
    ['combine', 1],
    ['generate', 6],
    ['grid', 1],
    ['save', 1],
  ]);
  const combine = stepOf(planned(document), 'combine');
  expect(knownValues(combine, 'prompt')).toEqual(['a fox', 'a fox', 'a fox', 'a wolf', 'a wolf', 'a wolf']);
  expect(knownValues(combine, 'seed')).toEqual([5, 6, 7, 5, 6, 7]);
  expect(knownValues(stepOf(planned(document), 'generate'), 'images')).toBeUndefined();
});

test('every purchase is known before anything is paid', () => {
  expect(purchases(everyPair('a fox\na wolf', 2), 'generate')).toEqual([
    [0, ['Generate 2 images of a fox', 2, 5, 0]],
    [1, ['Generate 2 images of a fox', 2, 6, 0]],
    [2, ['Generate 2 images of a wolf', 2, 5, 0]],
    [3, ['Generate 2 images of a wolf', 2, 6, 0]],
  ]);
});

test('steps know who waits for them, and paid work on the longest way goes first', () => {
  //  a ─▶ b ─▶ merge ─▶ save
  //  c ──────────┘
  const { steps } = planned(
    workflow(
      {
        a: { type: 'SequentialGenerate', inputs: { prompt: 'a' } },
        b: { type: 'SequentialGenerate', inputs: { prompt: 'b' } },
        c: { type: 'SequentialGenerate', inputs: { prompt: 'c' } },
        merge: { type: 'MergeImages' },
        save: { type: 'Save' },
      },
      [
        'a.images > b.references',
        'b.images > merge.a',
        'c.images > merge.b',
        'c.images > merge.c',
        'merge.images > save.images',
      ],
    ),
  );
  const name = (index: number): string | undefined => steps[index]?.node;
  expect(
    steps.map(({ node, waitsFor, consumers, priority }) => [node, waitsFor, consumers.map(name), priority]),
  ).toEqual([
    ['a', 0, ['b'], 2],
    ['c', 0, ['merge'], 1],
    ['b', 1, ['merge'], 1],
    ['merge', 2, ['save'], 0],
    ['save', 1, [], 0],
  ]);
});

test('a template is filled for each item of a batch; single values go with all of them', () => {
  const document = workflow(
    {
      subjects: { type: 'PromptList', inputs: { text: 'a fox\na wolf' } },
      style: { type: 'Prompt', inputs: { text: 'ink' } },
      template: { type: 'PromptTemplate', inputs: { template: '{subject} in {style}' } },
    },
    ['subjects.text > template.subject', 'style.text > template.style'],
  );
  const step = stepOf(planned(document), 'template');
  expect(knownValues(step, 'text')).toEqual(['a fox in ink', 'a wolf in ink']);
  expect(step.known?.get('text')?.map(({ origin }) => origin.execution)).toEqual([0, 1]);
});

test('batches of different lengths are refused at the node and the input', () => {
  //  three ─▶ add.a    two ─▶ add.b
  const document = workflow(
    {
      three: { type: 'Range', inputs: { length: 3 } },
      two: { type: 'Range', inputs: { length: 2 } },
      add: { type: 'Add' },
      save: { type: 'Sum' },
    },
    ['three.values > add.a', 'two.values > add.b', 'add.value > save.a'],
  );
  expect(codes(document)).toEqual([['length-mismatch', 'error', 'add', 'b']]);
});

test('an empty list plans no execution and no purchase', () => {
  const document = workflow(
    { list: { type: 'PromptList' }, generate: { type: 'SequentialGenerate' }, save: { type: 'Save' } },
    ['list.text > generate.prompt', 'generate.images > save.images'],
  );
  expect(planned(document).steps.map(({ node, executions }) => [node, executions])).toEqual([
    ['list', 1],
    ['generate', 0],
    ['save', 0],
  ]);
  expect(purchases(document, 'generate')).toEqual([]);
});

test('a prompt that names another number is planned as it is, with a warning', () => {
  const document = workflow({
    generate: { type: 'SequentialGenerate', inputs: { prompt: 'five images of a fox', count: 3 } },
  });
  expect(codes(document)).toEqual([['count-mismatch', 'warning', 'generate', undefined]]);
  expect(purchases(document, 'generate')).toEqual([[0, ['five images of a fox', 3, undefined, 0]]]);
});

test('an empty prompt is a missing input, whether it was typed or came over an edge', () => {
  const untouched = workflow({ generate: { type: 'SequentialGenerate' } });
  const typed = workflow({ generate: { type: 'SequentialGenerate', inputs: { prompt: ' ' } } });
  const wired = workflow({ prompt: { type: 'Prompt' }, generate: { type: 'SequentialGenerate' } }, [
    'prompt.text > generate.prompt',
  ]);
  expect(codes(untouched)).toEqual([['missing-input', 'error', 'generate', 'prompt']]);
  expect(codes(typed)).toEqual([['invalid-value', 'error', 'generate', 'prompt']]);
  expect(codes(wired)).toEqual([['invalid-value', 'error', 'generate', 'prompt']]);
});

test('a value that comes over an edge and breaks the rule of the input is refused there', () => {
  const document = workflow(
    {
      add: { type: 'Add', inputs: { a: 20 } },
      generate: { type: 'SequentialGenerate', inputs: { prompt: 'x' } },
    },
    ['add.value > generate.count'],
  );
  expect(codes(document)).toEqual([['out-of-range', 'error', 'generate', 'count']]);
});

test.each([
  ['throws', 'Broken', /out of paint/],
  ['gives a wrong value', 'Wrong', /returned 4 for its output "value"/],
])('a node that %s while planning is told by name, and planning itself goes on', (_name, type, words) => {
  const result = planOf(
    workflow({ bad: { type, title: 'My node' }, add: { type: 'Add' } }, ['bad.value > add.a']),
  );
  expect(result).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'node-failed', node: 'bad', message: expect.stringMatching(words) }],
  });
});

test('a node that waits for something is left to the run', () => {
  //  later ─▶ add      later.values ─▶ sum
  const { steps } = planned(
    workflow({ later: { type: 'Later' }, add: { type: 'Add' }, sum: { type: 'Sum' } }, [
      'later.value > add.a',
      'later.values > sum.a',
    ]),
  );
  expect(steps.map(({ node, known, executions, bounds }) => [node, known, executions, [...bounds]])).toEqual([
    [
      'later',
      undefined,
      1,
      [
        ['value', 1],
        ['values', null],
      ],
    ],
    ['add', undefined, 1, [['value', 1]]],
    ['sum', undefined, 1, [['value', 1]]],
  ]);
});

test('how many images a chained batch may bring is known before the first is drawn', () => {
  //  first ─▶ second ─▶ third        two prompts ─▶ first
  const document = workflow(
    {
      prompts: { type: 'PromptList', inputs: { text: 'a\nb' } },
      first: { type: 'SequentialGenerate', inputs: { count: 4 } },
      second: { type: 'SequentialGenerate', inputs: { prompt: 'c', count: 3 } },
      third: { type: 'SequentialGenerate', inputs: { prompt: 'd', count: 2 } },
    },
    ['prompts.text > first.prompt', 'first.images > second.references', 'second.images > third.references'],
  );
  const result = planned(document);
  expect(['first', 'second', 'third'].map((node) => stepOf(result, node).bounds.get('images'))).toEqual([
    8, 3, 2,
  ]);
  expect(purchases(document, 'first')).toHaveLength(2);
  expect(purchases(document, 'second')).toEqual([
    [0, ['Generate 3 images of c', 3, undefined, 8], 'at most'],
  ]);
  expect(purchases(document, 'third')).toEqual([[0, ['Generate 2 images of d', 2, undefined, 3], 'at most']]);
});

test('results that are known from elsewhere make what follows known too', () => {
  const document = workflow(
    {
      first: { type: 'SequentialGenerate', inputs: { prompt: 'a', count: 2 } },
      pick: { type: 'SelectImages', inputs: { range: 'last' } },
      second: { type: 'SequentialGenerate', inputs: { prompt: 'b', count: 1 } },
    },
    ['first.images > pick.images', 'pick.images > second.references'],
  );
  const results = new Map([['first', [{ images: [image(1), image(2)] }]]]);
  const result = plan(validated(document), { definitions: allNodes.definitions, results });
  const second = result.ok ? stepOf(result.plan, 'second') : undefined;
  expect(second?.purchases?.[0]).toMatchObject({ exact: true, requests: [{ references: [image(2)] }] });
});

test('a node type that vanished after validation is refused by name', () => {
  const valid = validated(workflow({ add: { type: 'Add' } }));
  expect(plan(valid, { definitions: makeCatalog([]).definitions })).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'unknown-type', node: 'add' }],
  });
});

test.each([5_000, 50_000])('a chain of %i nodes is planned to its right end', (length) => {
  //  n0 ─▶ n1 ─▶ … each adds one
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  const { steps } = planned(
    workflow(
      Object.fromEntries(ids.map((id) => [id, { type: 'Add' }])),
      ids.slice(1).map((id, index) => `n${index}.value > ${id}.a`),
    ),
  );
  expect(steps).toHaveLength(length);
  expect(steps.every(({ index, node }) => node === `n${index}`)).toBe(true);
  expect(steps.at(-1)?.known?.get('value')).toMatchObject([{ value: length }]);
});
