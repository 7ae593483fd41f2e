import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { apiPrompt, editorWorkflow } from '#test/interop/sample-workflows.ts';
import { openCliRig } from '#test/rig/cli-rig.ts';
import { starter } from '#test/rig/starter.ts';

test('convert writes any format from any other, and says on standard error what it did', async () => {
  await using rig = await openCliRig();
  const own = await rig.write('fox.json', starter('local'));
  const comfy = await rig.run(['convert', own, '--to', 'comfy']);
  expect(comfy).toMatchObject({ code: 0, stderr: '' });
  const back = await rig.run(['convert', await rig.write('comfy.json', comfy.stdout), '--to', 'batchwork']);
  expect(JSON.parse(back.stdout)).toMatchObject({ ...starter('local') });
  const drawn = await rig.write('drawn.json', JSON.stringify(editorWorkflow));
  const file = join(rig.folder, 'out', 'prompt.json');
  expect(await rig.run(['convert', drawn, '--to', 'comfy-api', '-o', file])).toMatchObject({
    code: 0,
    stdout: '',
  });
  expect(Object.keys(JSON.parse(await readFile(file, 'utf8')))).toEqual(['4', '6']);
  const imported = await rig.run(['convert', drawn, '--to', 'batchwork', '--json']);
  expect(
    imported.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).code),
  ).toContain('mapped');
});

test('a ComfyUI prompt is checked and priced like any workflow', async () => {
  await using rig = await openCliRig();
  const { '10': _odd, '3': _image, ...rest } = apiPrompt;
  const { 'model.images.image_1': _one, 'model.images.image_2': _two, ...inputs } = rest['1'].inputs;
  const file = await rig.write('prompt.json', JSON.stringify({ ...rest, '1': { ...rest['1'], inputs } }));
  const checked = await rig.run(['check', file]);
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.stderr).toContain('ByteDanceSeedreamNodeV2 → SequentialGenerate');
  const run = await rig.run(['run', file, '--provider', 'local', '--json']);
  expect(run.code).toBe(0);
  expect(run.lines().at(-1)).toMatchObject({ type: 'run-end', outcome: 'complete', images: 3 });
});

test.each([
  [['convert', 'nowhere.json', '--to', 'comfy'], 'nowhere.json cannot be read'],
  [['convert', 'x.json', '--to', 'else'], 'Allowed choices are batchwork, comfy, comfy-api'],
  [['convert', 'x.json'], '--to'],
])('%j is bad usage', async (command, message) => {
  await using rig = await openCliRig();
  const result = await rig.run(command);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(message);
});
