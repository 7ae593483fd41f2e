import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { edge, node, storyboard, workflow } from '../editor/workflows.ts';
import { current, portElement, renderEditor } from './render-editor.tsx';

/** Nodes side by side, so that each can be reached with the pointer. */
const spread = () => {
  const document = storyboard();
  return {
    ...document,
    nodes: document.nodes.map((item, index) => ({
      ...item,
      position: { x: (index % 3) * 340, y: Math.floor(index / 3) * 420 },
    })),
  };
};

const canvas = () => page.getByRole('region', { name: 'Canvas' });
const nodeNamed = (name: string) => canvas().getByRole('group', { name, exact: true });

test('shows every node by its name, every port by its place, every wire', async () => {
  await renderEditor(spread());
  await expect.element(nodeNamed('Sequential Generate')).toBeVisible();
  expect(canvas().getByRole('group', { name: 'Save' }).elements()).toHaveLength(2);
  expect(portElement('generate.prompt', 'input')).toBeTruthy();
  expect(portElement('generate.images', 'output')).toBeTruthy();
  expect(document.querySelectorAll('.react-flow__edge')).toHaveLength(5);
  expect(document.querySelector('[data-node-id="seed"]')).toMatchObject({
    dataset: { nodeType: 'Seed', state: 'idle' },
  });
});

test('ports lie where the layout says, level with their rows', async () => {
  await renderEditor(workflow([node('grid', 'Grid')]));
  await expect.element(nodeNamed('Grid')).toBeVisible();
  const root = document.querySelector('[data-node-id="grid"]')?.getBoundingClientRect();
  const dot = portElement('grid.images', 'input').getBoundingClientRect();
  expect(dot.left + dot.width / 2).toBeCloseTo(root?.left ?? Number.NaN, 0);
  expect(dot.top + dot.height / 2 - (root?.top ?? Number.NaN)).toBeCloseTo(36 + 6 + 14, 0);
});

test('typing changes the document, and Undo takes the whole burst back', async () => {
  const editor = await renderEditor(workflow([node('prompt', 'Prompt', { text: '' })]));
  await userEvent.fill(page.getByRole('textbox', { name: 'Prompt: Text' }), 'a fox, night and dawn');
  expect(current(editor).nodes[0]?.inputs).toEqual({ text: 'a fox, night and dawn' });
  // None of the letters was a shortcut.
  await expect.element(page.getByRole('region', { name: 'Node library' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(current(editor).nodes[0]?.inputs['text']).toBe('');
  await page.getByRole('button', { name: 'Redo' }).click();
  expect(current(editor).nodes[0]?.inputs['text']).toBe('a fox, night and dawn');
});

test('numbers are typed, stepped with arrows and kept in range', async () => {
  const editor = await renderEditor(workflow([node('grid', 'Grid')]));
  const columns = page.getByRole('spinbutton', { name: 'Grid: Columns' });
  await userEvent.fill(columns, '4');
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
  expect(current(editor).nodes[0]?.inputs['columns']).toBe(5);
  await userEvent.fill(columns, '999');
  await userEvent.keyboard('{Enter}');
  expect(current(editor).nodes[0]?.inputs['columns']).toBe(100);
});

test('a wired input shows where it comes from', async () => {
  await renderEditor(spread());
  const generate = nodeNamed('Sequential Generate');
  await expect.element(generate.getByText('Prompt · Text')).toBeVisible();
  expect(generate.getByRole('textbox', { name: 'Sequential Generate: Prompt' }).elements()).toHaveLength(0);
});

test('a wire is laid by dragging from port to port', async () => {
  const editor = await renderEditor(
    workflow([
      node('count', 'Count'),
      { ...node('generate', 'SequentialGenerate'), position: { x: 400, y: 0 } },
    ]),
  );
  await userEvent.dragAndDrop(portElement('count.count', 'output'), portElement('generate.count', 'input'));
  expect(current(editor).edges).toEqual([
    { from: { node: 'count', output: 'count' }, to: { node: 'generate', input: 'count' } },
  ]);
});

test('a wire between ports that do not fit is refused, with the reason', async () => {
  const editor = await renderEditor(
    workflow([node('prompt', 'Prompt'), { ...node('grid', 'Grid'), position: { x: 400, y: 0 } }]),
  );
  await userEvent.dragAndDrop(portElement('prompt.text', 'output'), portElement('grid.images', 'input'));
  expect(current(editor).edges).toEqual([]);
  await expect.element(page.getByText('A text output does not fit an image input.')).toBeVisible();
});

test('Delete removes the selected node, what it was fed goes on to what it fed, Undo brings all back', async () => {
  const editor = await renderEditor(spread());
  await nodeNamed('Grid').getByText('Grid', { exact: true }).click();
  await userEvent.keyboard('{Delete}');
  expect(current(editor).nodes.map(({ id }) => id)).not.toContain('grid');
  expect(current(editor).edges).toHaveLength(4);
  expect(current(editor).edges).toContainEqual(edge('generate.images > save.images'));
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(current(editor)).toEqual(spread());
});

test('copies and pastes with the keys', async () => {
  const editor = await renderEditor(workflow([node('seed', 'Seed', { seed: 7 })]));
  await nodeNamed('Seed').getByText('Seed', { exact: true }).first().click();
  await userEvent.keyboard('{Control>}d{/Control}');
  expect(current(editor).nodes.map(({ id, inputs }) => [id, inputs['seed']])).toEqual([
    ['seed', 7],
    ['seed-2', 7],
  ]);
});

test('a node type that is not installed keeps its data behind a placeholder', async () => {
  const editor = await renderEditor(
    workflow([node('a', 'Prompt'), node('x', 'Strange', { factor: [4] })], ['a.text > x.words']),
  );
  await expect.element(page.getByRole('group', { name: 'Strange, unknown node Strange' })).toBeVisible();
  expect(portElement('x.words', 'input')).toBeTruthy();
  expect(current(editor).nodes[1]?.inputs).toEqual({ factor: [4] });
});
