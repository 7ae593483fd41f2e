import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { templateListSchema } from '#core/api/workflows.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { isError } from '#core/run/diagnostic.ts';
import { itemBoxes } from '#editor/workflow/item-boxes.ts';
import { validate } from '#engine/validate.ts';
import { loadNodes } from '#platform/node-folder.ts';
import { readTemplates } from '#server/templates.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { endOf, ofType } from '#test/rig/run-events.ts';

const folder = fileURLToPath(new URL('../../public/templates', import.meta.url));
const nodes = fileURLToPath(new URL('../../nodes', import.meta.url));
const templates = await readTemplates(folder);

test('every template of the folder is listed with a picture, and the starter comes first', async () => {
  expect(templateListSchema.safeParse({ templates }).success).toBe(true);
  const files = await readdir(folder);
  const documents = files.filter((file) => file.endsWith('.json') && file !== 'index.json');
  expect(templates.map(({ id }) => `${id}.json`).toSorted()).toEqual(documents.toSorted());
  for (const { id, picture } of templates) {
    expect(picture).toBe(`/templates/${id}.webp`);
    expect(files).toContain(`${id}.webp`);
  }
  expect(templates[0]?.id).toBe('storyboard-starter');
  expect(new Set(templates[0]?.document.nodes.map(({ type }) => type))).toEqual(
    new Set(['Prompt', 'Count', 'Resolution', 'Seed', 'SequentialGenerate', 'Grid', 'Save']),
  );
});

test('all uses have a template', () => {
  expect(templates.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'Comic strip',
      'Storyboard',
      'Brand key visuals',
      'Product line-up',
      'Social series',
      'Campaign',
    ]),
  );
});

test('every template is valid as it comes, annotated, and stands in its file as it would be saved', async () => {
  const { descriptors } = await loadNodes(nodes);
  for (const { id, document } of templates) {
    expect(validate(document, descriptors).diagnostics.filter((found) => isError(found))).toEqual([]);
    expect(document.notes.length).toBeGreaterThan(0);
    expect(await readFile(join(folder, `${id}.json`), 'utf8')).toBe(serializeDocument(document));
  }
});

test('nothing of a template lies upon another, not even after a run, and work goes from left to right', async () => {
  const { descriptors } = await loadNodes(nodes);
  for (const { id, document } of templates) {
    const drawn = new Set(
      document.nodes
        .filter(({ type }) => ['SequentialGenerate', 'Grid', 'Save', 'MergeImages'].includes(type))
        .map((node) => node.id),
    );
    const boxes = [
      ...itemBoxes({ document, catalog: descriptors, expanded: new Set(), measured: new Map() }),
    ].map(([item, box]) => ({ item, ...box, height: box.height + (drawn.has(item) ? previewHeight : 0) }));
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1)) {
        const apart =
          one.x + one.width + gap <= other.x ||
          other.x + other.width + gap <= one.x ||
          one.y + one.height + gap <= other.y ||
          other.y + other.height + gap <= one.y;
        expect({ id, one: one.item, other: other.item, apart }).toMatchObject({ apart: true });
      }
    const left = new Map(document.nodes.map((node) => [node.id, node.position.x]));
    for (const { from, to } of document.edges)
      expect(left.get(from.node) ?? 0).toBeLessThanOrEqual(left.get(to.node) ?? 0);
  }
});

/** Height of the pictures below a node that has images, with the foot line, in canvas px. */
const previewHeight = 240;
const gap = 8;

test.each(templates.map((template) => [template.id, template] as const))(
  '%s runs as it comes, everything is saved, and again it costs nothing',
  async (_id, { document }) => {
    await using rig = await openHostRig();
    const events = await rig.run(document, { provider: 'local' });
    expect(endOf(events).outcome).toBe('complete');
    const saves = document.nodes.filter(({ type }) => type === 'Save').map(({ id }) => id);
    const ended = ofType(events, 'step-end').map(({ node }) => node);
    expect(ended).toEqual(expect.arrayContaining(saves));
    const again = endOf(await rig.run(document, { provider: 'local' }));
    expect(again).toMatchObject({ outcome: 'complete', costUsd: 0 });
  },
);
