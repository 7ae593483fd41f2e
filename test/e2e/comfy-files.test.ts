import { readFile } from 'node:fs/promises';

import { editorWorkflow } from '../interop/sample-workflows.ts';
import { expect, node, test } from './rig.ts';

test('a ComfyUI workflow is taken in with a report, and goes out for ComfyUI again', async ({ editor }) => {
  const text = JSON.stringify(editorWorkflow);
  const transfer = await editor.evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(text)}], 'foxes.json', { type: 'application/json' }));
    return data;
  })()`);
  const canvas = editor.getByRole('region', { name: 'Canvas' });
  await canvas.dispatchEvent('dragover', { dataTransfer: transfer });
  await canvas.dispatchEvent('drop', { dataTransfer: transfer });
  const report = editor.getByRole('dialog', { name: 'Imported foxes.json' });
  await expect(report).toContainText('ByteDanceSeedreamNode → SequentialGenerate');
  await report.getByRole('button', { name: 'Show the workflow' }).click();
  await expect(node(editor, 'SequentialGenerate')).toBeVisible();
  const downloading = editor.waitForEvent('download');
  await editor.getByRole('button', { name: 'Menu' }).click();
  await editor.getByRole('menuitem', { name: 'Download for ComfyUI' }).click();
  const exported: unknown = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  expect(exported).toMatchObject({ version: 0.4, extra: { batchwork: { document: { name: 'foxes' } } } });
});
