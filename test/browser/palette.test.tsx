import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { node, workflow } from '../editor/workflows.ts';
import { current, portElement, renderEditor } from './render-editor.tsx';

const search = () => page.getByRole('dialog', { name: 'Add a node' });

test('the library finds nodes, and Enter adds the best one', async () => {
  const editor = await renderEditor(workflow([]));
  const library = page.getByRole('region', { name: 'Node library' });
  await userEvent.fill(library.getByRole('searchbox', { name: 'Search nodes' }), 'contact');
  expect(library.getByRole('button', { name: 'Grid' }).elements()).toHaveLength(1);
  expect(library.getByRole('button', { name: 'Seed' }).elements()).toHaveLength(0);
  await userEvent.keyboard('{Enter}');
  expect(current(editor).nodes.map(({ type }) => type)).toEqual(['Grid']);
});

test('a double click in the library adds a node', async () => {
  const editor = await renderEditor(workflow([]));
  await page.getByRole('button', { name: 'Seed', exact: true }).dblClick();
  expect(current(editor).nodes.map(({ type }) => type)).toEqual(['Seed']);
});

test('a node dragged from the library lands on the canvas', async () => {
  const editor = await renderEditor(workflow([node('seed', 'Seed')]));
  await userEvent.dragAndDrop(
    page.getByRole('button', { name: 'Count', exact: true }),
    page.getByRole('region', { name: 'Canvas' }),
    { targetPosition: { x: 300, y: 600 } },
  );
  expect(current(editor).nodes.map(({ type }) => type)).toEqual(['Seed', 'Count']);
});

test('a double click on the empty canvas opens the search, and keys choose', async () => {
  const editor = await renderEditor(workflow([node('seed', 'Seed')]));
  const pane = document.querySelector('.react-flow__pane');
  if (pane === null) throw new Error('no pane');
  await userEvent.dblClick(pane, { position: { x: 40, y: 40 } });
  await expect.element(search()).toBeVisible();
  await userEvent.keyboard('prom{ArrowDown}{Enter}');
  expect(current(editor).nodes[1]?.type).toBe('PromptTemplate');
  expect(search().elements()).toHaveLength(0);
});

test('Escape leaves the search and nothing else happens', async () => {
  const editor = await renderEditor(workflow([node('seed', 'Seed')]));
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(search()).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(search().elements()).toHaveLength(0);
  expect(current(editor).nodes).toHaveLength(1);
});

test('a wire dropped on empty canvas offers what fits and wires the choice', async () => {
  const editor = await renderEditor(workflow([node('seed', 'Seed')]));
  const pane = document.querySelector('.react-flow__pane');
  if (pane === null) throw new Error('no pane');
  await userEvent.dragAndDrop(portElement('seed.seed', 'output'), pane, {
    targetPosition: { x: 800, y: 120 },
  });
  await expect.element(search()).toBeVisible();
  await expect.element(search().getByRole('option', { name: 'Sequential Generate' })).toBeVisible();
  expect(search().getByRole('option', { name: 'Prompt' }).elements()).toHaveLength(0);
  await search().getByRole('option', { name: 'Sequential Generate' }).click();
  expect(current(editor).edges).toEqual([
    { from: { node: 'seed', output: 'seed' }, to: { node: 'sequential-generate', input: 'seed' } },
  ]);
});
