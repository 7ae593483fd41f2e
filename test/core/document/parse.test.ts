import { expect, test } from 'vitest';

import { brokenLimit, documentLimits } from '#core/document/limits.ts';
import { parseDocument, parseDocumentText } from '#core/document/parse.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { workflow } from '#test/rig/workflow.ts';

const file = (fields: object): string => JSON.stringify({ format: 'batchwork', version: 1, ...fields });
const node = { id: 'a', type: 'Prompt' };
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const badFiles: readonly [string, string, object][] = [
  ['nothing', '', { code: 'not-json' }],
  ['half a file', '{"format":"batchwork","ver', { code: 'not-json' }],
  ['a picture', '\u0089PNG\r\n\u001A\n', { code: 'not-json' }],
  ['a list', '[]', { code: 'not-a-workflow' }],
  ['null', 'null', { code: 'not-a-workflow' }],
  ['a text', '"batchwork"', { code: 'not-a-workflow' }],
  ['another format', '{"nodes":[],"links":[],"version":0.4}', { code: 'not-a-workflow' }],
  ['a format that is no text', '{"format":["batchwork"]}', { code: 'not-a-workflow' }],
  ['no version', '{"format":"batchwork"}', { code: 'unsupported-version' }],
  ['a version that is no number', '{"format":"batchwork","version":"1"}', { code: 'unsupported-version' }],
  ['version 0', '{"format":"batchwork","version":0}', { code: 'unsupported-version' }],
  ['version 1.5', '{"format":"batchwork","version":1.5}', { code: 'unsupported-version' }],
  ['a later version', '{"format":"batchwork","version":2}', { code: 'unsupported-version' }],
  ['nodes that are no list', file({ nodes: {} }), { code: 'invalid-document' }],
  ['a node without a type', file({ nodes: [{ id: 'a' }] }), { code: 'invalid-document', node: 'a' }],
  ['a node without an id', file({ nodes: [{ type: 'Prompt' }] }), { code: 'invalid-document' }],
  ['an empty id', file({ nodes: [{ ...node, id: '' }] }), { code: 'invalid-document', node: '' }],
  [
    'a node far out',
    file({ nodes: [node, { id: 'b', type: 'Prompt', position: { x: 1e9, y: 0 } }] }),
    { code: 'invalid-document', node: 'b' },
  ],
  ['an unknown mode', file({ nodes: [{ ...node, mode: 'off' }] }), { code: 'invalid-document', node: 'a' }],
  ['inputs as a list', file({ nodes: [{ ...node, inputs: [1] }] }), { code: 'invalid-document', node: 'a' }],
  ['half an edge', file({ edges: [{ from: { node: 'a', output: 'text' } }] }), { code: 'invalid-document' }],
  [
    'a group without a size',
    file({ groups: [{ id: 'g', position: { x: 0, y: 0 } }] }),
    { code: 'invalid-document' },
  ],
  [
    'nesting without end',
    `{"format":"batchwork","version":1,"x":${nested(5_000)}}`,
    { code: 'limit-exceeded' },
  ],
  [
    'a deeply nested literal',
    `{"format":"batchwork","version":1,"nodes":[{"id":"a","type":"T","inputs":{"x":${nested(80)}}}]}`,
    { code: 'limit-exceeded' },
  ],
  [
    'a text without end',
    file({ name: 'x'.repeat(documentLimits.stringLength + 1) }),
    { code: 'limit-exceeded' },
  ],
  ['a key without end', file({ ['k'.repeat(300)]: 1 }), { code: 'limit-exceeded' }],
];

test.each(badFiles)('%s is refused with its reason', (_name, text, expected) => {
  const parsed = parseDocumentText(text);
  if (parsed.ok) throw new Error('The file was taken.');
  expect(parsed.diagnostics[0]).toMatchObject({ severity: 'error', ...expected });
  expect(parsed.diagnostics[0]?.message).toMatch(/\.$/);
});

test('a bad literal is told at its node and port', () => {
  const document = {
    ...workflow({ a: { type: 'Prompt' } }),
    nodes: [{ ...node, inputs: { text: () => 1 } }],
  };
  const parsed = parseDocument(document);
  expect(parsed).toMatchObject({ ok: false, diagnostics: [{ node: 'a', port: 'text' }] });
});

test('a file with thousands of mistakes tells the first fifty', () => {
  const parsed = parseDocumentText(file({ nodes: Array.from({ length: 5_000 }, () => ({})) }));
  expect(parsed.ok ? 0 : parsed.diagnostics.length).toBe(50);
});

test('a file that keeps every limit is taken at its edge', () => {
  const depth = documentLimits.depth - 1;
  expect(parseDocumentText(`{"format":"batchwork","version":1,"x":${nested(depth)}}`).ok).toBe(true);
  expect(parseDocumentText(`{"format":"batchwork","version":1,"x":${nested(depth + 1)}}`).ok).toBe(false);
});

test('as many nodes and edges as are allowed also keep the limit of values', () => {
  const { nodes, edges } = workflow(
    { a: { type: 'Seed', inputs: { seed: 1, after_run: 'fixed', copies: 2 } }, b: { type: 'Combine' } },
    ['a.seed > b.seeds'],
  );
  const full = {
    nodes: Array.from({ length: documentLimits.nodes }, () => nodes[0]),
    edges: Array.from({ length: documentLimits.edges }, () => edges[0]),
  };
  expect(brokenLimit(full)).toBeUndefined();
  const beyond = Array.from({ length: documentLimits.values }, () => 0);
  expect(brokenLimit(beyond)).toContain('values');
});

test('what a person leaves out has its initial value; a byte order mark is passed over', () => {
  const parsed = parseDocumentText(`\uFEFF${file({ nodes: [node] })}`);
  expect(parsed).toEqual({
    ok: true,
    document: {
      format: 'batchwork',
      version: 1,
      name: 'Untitled',
      nodes: [{ ...node, position: { x: 0, y: 0 }, inputs: {} }],
      edges: [],
      groups: [],
      notes: [],
    },
  });
});

test('unknown types and unknown keys survive everywhere', () => {
  const at = { position: { x: 1, y: 2, z: 3 }, size: { width: 1, height: 2, depth: 3 } };
  const document = {
    format: 'batchwork',
    version: 1,
    name: 'Later',
    nodes: [{ id: 'a', type: 'FromTheFuture', ...at, inputs: { any: { thing: [null] } }, glow: 1 }],
    edges: [{ from: { node: 'a', output: 'o', x: 1 }, to: { node: 'b', input: 'i', y: 2 }, id: 7 }],
    groups: [{ id: 'g', title: '', ...at, pinned: true }],
    notes: [{ id: 'n', text: '', ...at, font: 'x' }],
    extra: { nested: [1, { two: 2 }] },
  };
  const parsed = parseDocument(document);
  expect(parsed).toEqual({ ok: true, document });
  expect(JSON.parse(parsed.ok ? serializeDocument(parsed.document) : '')).toEqual(document);
});

test('"__proto__" and its like are ordinary keys or gone, and never a prototype', () => {
  const bad = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
  const parsed = parseDocumentText(
    `{"format":"batchwork","version":1,${bad},"nodes":[{"id":"a","type":"Prompt",${bad},"inputs":{${bad}}}]}`,
  );
  if (!parsed.ok) throw new Error('The file was refused.');
  const [first] = parsed.document.nodes;
  for (const value of [parsed.document, first, first?.inputs, {}])
    expect(Reflect.get(value ?? {}, 'polluted')).toBeUndefined();
  expect(Object.getPrototypeOf(first?.inputs)).toBe(Object.prototype);
  expect(serializeDocument(parsed.document)).toContain('"constructor"');
});

test('keys are written in the order of the schema, whatever order they came in', () => {
  const mixed = {
    notes: [{ position: { y: 1, x: 1 }, text: 't', id: 'n' }],
    future: 1,
    edges: [{ to: { input: 'i', node: 'b' }, from: { output: 'o', node: 'a' } }],
    nodes: [{ inputs: { z: 1, a: 2 }, own: 1, position: { y: 0, x: 0 }, type: 'T', id: 'a' }],
    groups: [{ size: { height: 1, width: 1 }, position: { y: 0, x: 0 }, title: '', id: 'g' }],
    name: 'N',
    version: 1 as const,
    format: 'batchwork' as const,
    $schema: './workflow.schema.json',
  };
  const text = serializeDocument(mixed);
  expect(text.replaceAll(/\s/g, '')).toBe(
    '{"$schema":"./workflow.schema.json","format":"batchwork","version":1,"name":"N",' +
      '"nodes":[{"id":"a","type":"T","position":{"x":0,"y":0},"inputs":{"z":1,"a":2},"own":1}],' +
      '"edges":[{"from":{"node":"a","output":"o"},"to":{"node":"b","input":"i"}}],' +
      '"groups":[{"id":"g","title":"","position":{"x":0,"y":0},"size":{"width":1,"height":1}}],' +
      '"notes":[{"id":"n","text":"t","position":{"x":1,"y":1}}],"future":1}',
  );
  expect(text).toMatch(/^\{\n {2}"\$schema"[^\r]*\}\n$/);
});
