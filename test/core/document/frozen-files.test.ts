import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { emptyDocument } from '#core/document/empty.ts';
import { workflowJsonSchema } from '#core/document/json-schema.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import { documentVersion, workflowDocumentSchema } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
const read = (path: string): string => readFileSync(fixture(path), 'utf8');
const files = readdirSync(fixture('workflows')).filter((name) => name.endsWith('.json'));

/** Files of a first version, never to be changed: what people have saved has to open for ever. */
describe('a saved workflow of version 1', () => {
  test('exists in a few kinds', () => {
    expect(files).toEqual(['chained-batches.json', 'empty.json', 'every-key.json', 'storyboard.json']);
  });

  test.each(files)('%s is read, and written back byte by byte', (name) => {
    const parsed = parseDocumentText(read(`workflows/${name}`));
    if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
    expect(serializeDocument(parsed.document)).toBe(read(`workflows/${name}`));
  });
});

test('an empty document is the one that stands in the file', () => {
  expect(serializeDocument(emptyDocument())).toBe(read('workflows/empty.json'));
});

/** The published schema with what a JSON reader sees of it. */
const published = (): unknown => JSON.parse(JSON.stringify(workflowJsonSchema()));

// An optional key may be added, since readers of before keep keys that they do not know. Any other change of the format
// needs a new version and a migration step. Then the frozen schema is made anew:
// node -e "import('#core/document/json-schema.ts').then(m => console.log(JSON.stringify(m.workflowJsonSchema(), null, 2)))"
test('the published schema is the frozen one of this version', () => {
  const frozen: unknown = JSON.parse(read('workflow.schema.json'));
  expect(published()).toEqual(frozen);
  expect(frozen).toMatchObject({ properties: { version: { const: documentVersion } } });
});

describe('the published schema, compiled by itself', () => {
  // Its own reading of "$schema" keys inside a document is no concern of ours.
  const compiled = z.fromJSONSchema(published() as Parameters<typeof z.fromJSONSchema>[0]);

  test.each(files)('takes %s', (name) => {
    expect(compiled.safeParse(JSON.parse(read(`workflows/${name}`))).error).toBeUndefined();
  });

  test('takes the least that a person may write', () => {
    expect(compiled.safeParse({ format: 'batchwork', version: 1 }).success).toBe(true);
  });

  test.each([
    ['another format', { format: 'comfy', version: 1 }],
    ['another version', { format: 'batchwork', version: 2 }],
    ['a node without a type', { format: 'batchwork', version: 1, nodes: [{ id: 'a' }] }],
    ['an unknown mode', { format: 'batchwork', version: 1, nodes: [{ id: 'a', type: 'A', mode: 'x' }] }],
    ['half an edge', { format: 'batchwork', version: 1, edges: [{ from: { node: 'a', output: 'b' } }] }],
  ])('refuses %s, as the parser does', (_name, document) => {
    expect(compiled.safeParse(document).success).toBe(false);
    expect(workflowDocumentSchema.safeParse(document).success).toBe(false);
  });
});
