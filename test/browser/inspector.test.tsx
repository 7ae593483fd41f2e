import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { node, storyboard, workflow } from '../editor/workflows.ts';
import { current, renderEditor } from './render-editor.tsx';

test('wires are laid and taken off without a pointer', async () => {
  const editor = await renderEditor(
    workflow([node('count', 'Count'), node('generate', 'SequentialGenerate')]),
  );
  editor.session.setState({ inspectorOpen: true, selectedNodes: new Set(['generate']) });
  const source = page.getByRole('combobox', { name: 'Count: connected to' });
  await userEvent.selectOptions(source, 'Count · Count');
  expect(current(editor).edges).toEqual([
    { from: { node: 'count', output: 'count' }, to: { node: 'generate', input: 'count' } },
  ]);
  await userEvent.selectOptions(source, 'Not connected');
  expect(current(editor).edges).toEqual([]);
});

test('a title typed in the inspector is the node’s name, in one undo step', async () => {
  const editor = await renderEditor(storyboard());
  editor.session.setState({ inspectorOpen: true, selectedNodes: new Set(['grid']) });
  await userEvent.fill(page.getByRole('textbox', { name: 'Node title' }), 'Story sheet');
  await expect.element(page.getByRole('group', { name: 'Story sheet, Grid' })).toBeInTheDocument();
  editor.document.undo();
  await expect.element(page.getByRole('group', { name: 'Grid', exact: true })).toBeInTheDocument();
});

test('a mending that a diagnosis proposes is one click', async () => {
  const editor = await renderEditor(workflow([node('count', 'Count', { count: 99 })]));
  editor.session.setState({
    inspectorOpen: true,
    diagnostics: [
      {
        code: 'out-of-range',
        severity: 'error',
        message: 'Count is at most 15.',
        node: 'count',
        port: 'count',
        fix: { kind: 'set-input', node: 'count', input: 'count', value: 15 },
      },
    ],
  });
  await page.getByRole('tabpanel', { name: 'Inspector' }).getByRole('button', { name: 'Set to 15' }).click();
  expect(current(editor).nodes[0]?.inputs).toEqual({ count: 15 });
});
