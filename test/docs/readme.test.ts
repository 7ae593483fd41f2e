import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { expect, test } from 'vitest';

import { loadNodes } from '#platform/node-folder.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { endOf, ofType } from '#test/rig/run-events.ts';
import { workflow } from '#test/rig/workflow.ts';

const readme = await readFile('README.md', 'utf8');

/** The example of the chapter "Write a node", and the file name that it gives itself. */
function readExample(): { name: string; source: string } {
  const chapter = readme.slice(readme.indexOf('## Write a node'));
  const [, name, source] = /```ts\n\/\/ nodes\/(\S+)\n([\s\S]*?)```/.exec(chapter) ?? [];
  if (name === undefined || source === undefined) throw new Error('the README has no node example');
  return { name, source };
}

test('the node of the README compiles, is in the catalog and runs', async () => {
  const { name, source } = readExample();
  // Inside the project, so that the imports resolve as they do for a person who follows the chapter.
  await mkdir('data', { recursive: true });
  const folder = await mkdtemp(resolve('data', 'readme-'));
  try {
    await writeFile(join(folder, 'package.json'), await readFile('package.json', 'utf8'));
    await symlink(resolve('src'), join(folder, 'src'));
    await cp('nodes', join(folder, 'nodes'), { recursive: true });
    await writeFile(join(folder, 'nodes', name), source);
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: resolve('tsconfig.isomorphic.json'), include: [`nodes/${name}`] }),
    );
    const compiled = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    expect(compiled.stdout + compiled.stderr).toBe('');

    const catalog = await loadNodes(join(folder, 'nodes'));
    expect(catalog.diagnostics).toEqual([]);
    await using rig = await openHostRig({ nodesFolder: join(folder, 'nodes') });
    const events = await rig.run(
      workflow(
        {
          list: { type: 'PromptList', inputs: { text: 'a\nb\nc\nd' } },
          shuffle: { type: 'ShufflePrompts', inputs: { seed: 3, keep: 3 } },
        },
        ['list.text > shuffle.prompts'],
      ),
    );
    expect(endOf(events).outcome).toBe('complete');
    const shuffled = ofType(events, 'step-end').find(({ node }) => node === 'shuffle')?.outputs['text']
      ?.values;
    expect(shuffled).toHaveLength(3);
    expect(['a', 'b', 'c', 'd']).toEqual(expect.arrayContaining(shuffled ?? []));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the README lists every node with its ports', async () => {
  const { descriptors } = await loadNodes('nodes');
  const rows = new Map(
    [...readme.matchAll(/^\| `(\w+)`\s*\|[^|]*\|([^|]*)\|([^|]*)\|$/gm)].map(
      ([, type = '', inputs = '', outputs = '']) => [type, { inputs, outputs }],
    ),
  );
  const named = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  for (const [type, { inputs, outputs }] of descriptors) {
    const row = rows.get(type);
    expect({ type, inputs: named(row?.inputs ?? ''), outputs: named(row?.outputs ?? '') }).toEqual({
      type,
      inputs: inputs.map(({ name }) => name),
      outputs: outputs.map(({ name }) => name),
    });
  }
});

test('what the README calls a command, a script or a variable exists', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, script = ''] of readme.matchAll(/npm run (\w+)/g))
    expect(Object.keys(scripts)).toContain(script);
  const help = spawnSync(process.execPath, ['src/cli/main.ts', '--help'], { encoding: 'utf8' }).stdout;
  for (const [, command = ''] of readme.matchAll(/^npx batchwork (\w+)/gm))
    expect(help).toContain(`  ${command} `);
  const settings = await readFile('src/platform/settings.ts', 'utf8');
  const keys = await readFile('src/platform/keys.ts', 'utf8');
  for (const [, variable = ''] of readme.matchAll(/`((?:BATCHWORK|RUNCOMFY|WAVESPEED)_[A-Z_]+)`/g))
    expect(settings + keys).toContain(variable);
});
