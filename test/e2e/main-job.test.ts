import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';

import { batchwork, dragNode, expect, images, node, runButton, test, wire } from './rig.ts';

test('seven nodes by drag and drop, run, exported, imported, run again, and from the shell', async ({
  editor,
  server,
}) => {
  await test.step('an empty canvas', async () => {
    await editor.getByRole('button', { name: 'Menu' }).click();
    await editor.getByRole('menuitem', { name: 'New workflow' }).click();
    await expect(editor.locator('[data-node-id]')).toHaveCount(0);
  });

  await test.step('seven nodes, dragged from the library', async () => {
    for (const [title, x, y] of [
      ['Prompt', 20, 20],
      ['Count', 20, 230],
      ['Resolution', 20, 340],
      ['Seed', 20, 480],
      ['Sequential Generate', 340, 120],
      ['Grid', 680, 20],
      ['Save', 680, 380],
    ] as const)
      await dragNode(editor, title, { x, y });
    await expect(editor.locator('[data-node-id]')).toHaveCount(7);
  });

  await test.step('wired by hand', async () => {
    const generate = 'SequentialGenerate';
    await wire(editor, { type: 'Prompt', output: 'text' }, { type: generate, input: 'prompt' });
    await wire(editor, { type: 'Count', output: 'count' }, { type: generate, input: 'count' });
    await wire(editor, { type: 'Resolution', output: 'resolution' }, { type: generate, input: 'resolution' });
    await wire(editor, { type: 'Seed', output: 'seed' }, { type: generate, input: 'seed' });
    await wire(editor, { type: generate, output: 'images' }, { type: 'Grid', input: 'images' });
    await wire(editor, { type: 'Grid', output: 'image' }, { type: 'Save', input: 'images' });
    await node(editor, 'Prompt').getByRole('textbox').fill('A small robot tends a garden on the moon');
    await node(editor, 'Resolution').getByRole('combobox').selectOption('2560x1440 (16:9)');
  });

  await test.step('priced and run: three images and a grid', async () => {
    await expect(runButton(editor)).toContainText('free');
    await runButton(editor).click();
    await expect(images(node(editor, 'SequentialGenerate'))).toHaveCount(3);
    await expect(images(node(editor, 'Grid'))).toHaveCount(1);
    await expect(node(editor, 'Save')).toHaveAttribute('data-state', 'complete');
    await expect(editor.getByText(/^Complete/)).toBeVisible();
  });

  await test.step('on disk at the asked size', async () => {
    expect(await server.outputs()).toEqual(['batchwork_00001.png']);
    const sheet = await sharp(join(server.folder, 'data', 'output', 'batchwork_00001.png')).metadata();
    // Two columns of 1024 × 576 with a gap of 16, two rows.
    expect([sheet.width, sheet.height]).toEqual([2064, 1168]);
    const shown = images(node(editor, 'SequentialGenerate')).first().locator('img');
    const hash = /assets\/([0-9a-f]{64})/.exec((await shown.getAttribute('src')) ?? '')?.[1] ?? '';
    const image = await editor.request.get(`${server.url}/api/batchwork/assets/${hash}`);
    const facts = await sharp(await image.body()).metadata();
    expect([facts.width, facts.height]).toEqual([2560, 1440]);
  });

  const file = join(server.folder, 'robot.json');
  await test.step('exported', async () => {
    const downloading = editor.waitForEvent('download');
    await editor.getByRole('button', { name: 'Menu' }).click();
    await editor.getByRole('menuitem', { name: /^Export/ }).click();
    await (await downloading).saveAs(file);
    const document: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(document).toMatchObject({ format: 'batchwork', version: 1 });
  });

  await test.step('cleared, imported, run again: everything is known and costs nothing', async () => {
    await editor.getByRole('button', { name: 'Menu' }).click();
    await editor.getByRole('menuitem', { name: 'New workflow' }).click();
    await expect(editor.locator('[data-node-id]')).toHaveCount(0);
    const choosing = editor.waitForEvent('filechooser');
    await editor.getByRole('button', { name: 'Menu' }).click();
    await editor.getByRole('menuitem', { name: /^Import/ }).click();
    await (await choosing).setFiles(file);
    await expect(editor.locator('[data-node-id]')).toHaveCount(7);
    await runButton(editor).click();
    await expect(node(editor, 'SequentialGenerate').getByText(/cached/)).toBeVisible();
    await expect(node(editor, 'Save')).toHaveAttribute('data-state', 'complete');
    await expect.poll(() => server.outputs()).toEqual(['batchwork_00001.png', 'batchwork_00002.png']);
    const jobs: unknown = await (await editor.request.get(`${server.url}/api/v2/jobs`)).json();
    expect(jobs).toMatchObject({
      jobs: [
        { outcome: 'complete', metrics: { cost_usd: 0, images: 0, cached_images: 3 } },
        { outcome: 'complete', metrics: { images: 3 } },
      ],
    });
  });

  await test.step('from the shell: the same file; a broken one names node and port', async () => {
    await editor.goto('about:blank');
    await server.kill();
    const first = await readFile(join(server.folder, 'data', 'output', 'batchwork_00001.png'));
    const output = join(server.folder, 'shell');
    const ran = await batchwork(server, ['run', file, '--output', output, '--json']);
    expect(ran.code).toBe(0);
    const last: unknown = JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ type: 'run-end', outcome: 'complete', costUsd: 0, cachedImages: 3 });
    expect(first.equals(await readFile(join(output, 'batchwork_00001.png')))).toBe(true);

    const broken = join(server.folder, 'broken.json');
    await writeFile(
      broken,
      (await readFile(file, 'utf8')).replace(/"output": "image"/, '"output": "picture"'),
    );
    const refused = await batchwork(server, ['run', broken]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/grid[^:]*\.picture: .*no output "picture"/);
  });
});
