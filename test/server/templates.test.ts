import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { templateListSchema } from '#core/api/workflows.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { isError } from '#core/run/diagnostic.ts';
import { validate } from '#engine/validate.ts';
import { loadNodes } from '#platform/node-folder.ts';
import { readTemplates } from '#server/templates.ts';

const folder = fileURLToPath(new URL('../../public/templates', import.meta.url));
const nodes = fileURLToPath(new URL('../../nodes', import.meta.url));

test('every template of the folder is listed, and the starter comes first', async () => {
  const templates = await readTemplates(folder);
  expect(templateListSchema.safeParse({ templates }).success).toBe(true);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json') && file !== 'index.json');
  expect(templates.map(({ id }) => `${id}.json`).toSorted()).toEqual(files.toSorted());
  expect(new Set(templates[0]?.document.nodes.map(({ type }) => type))).toEqual(
    new Set(['Prompt', 'Count', 'Resolution', 'Seed', 'SequentialGenerate', 'Grid', 'Save']),
  );
});

test('every template is valid as it comes, and stands in its file as it would be saved', async () => {
  const { descriptors } = await loadNodes(nodes);
  for (const { id, document } of await readTemplates(folder)) {
    expect(validate(document, descriptors).diagnostics.filter((found) => isError(found))).toEqual([]);
    expect(await readFile(join(folder, `${id}.json`), 'utf8')).toBe(serializeDocument(document));
  }
});

test('nodes of a template do not lie upon each other', async () => {
  for (const { document } of await readTemplates(folder)) {
    const places = document.nodes.map(({ position }) => position);
    for (const [index, one] of places.entries())
      for (const other of places.slice(index + 1))
        expect(Math.abs(one.x - other.x) >= 320 || Math.abs(one.y - other.y) >= 140).toBe(true);
  }
});
