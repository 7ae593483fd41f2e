import { spawn } from 'node:child_process';

import { expect, test } from 'vitest';

import { openCliRig } from '#test/rig/cli-rig.ts';
import { starter } from '#test/rig/starter.ts';
import { workflow } from '#test/rig/workflow.ts';

test('check tells every problem with node, port and code, and needs no data folder', async () => {
  await using rig = await openCliRig();
  const good = await rig.run(['check', await rig.write('fox.json', starter('local'))]);
  expect(good).toMatchObject({ code: 0, stdout: 'No problems found.\n' });
  const file = await rig.write(
    'bad.json',
    workflow({ a: { type: 'Prompt' }, b: { type: 'Prompt' }, save: { type: 'Save' } }, [
      'a.text > b.text',
      'b.text > a.text',
      'a.text > save.images',
    ]),
  );
  const bad = await rig.run(['check', file, '--json']);
  expect(bad.code).toBe(2);
  expect(bad.lines()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'cycle', severity: 'error', port: 'text' }),
      expect.objectContaining({ code: 'type-mismatch', node: 'save', port: 'images' }),
    ]),
  );
});

test('check tells what a provider does differently, and which key is missing', async () => {
  await using rig = await openCliRig();
  const file = await rig.write(
    'wide.json',
    workflow(
      {
        generate: {
          type: 'SequentialGenerate',
          inputs: { prompt: 'a fox', resolution: '3024x1296 (21:9)', provider: 'wavespeed' },
        },
        save: { type: 'Save' },
      },
      ['generate.images > save.images'],
    ),
  );
  const { code, stdout } = await rig.run(['check', file], { environment: { WAVESPEED_API_KEY: '' } });
  expect(code).toBe(2);
  expect(stdout).toMatch(/warning: generate\.resolution: .*WaveSpeed.*3360/);
  expect(stdout).toMatch(/error: generate\.provider: .*WAVESPEED_API_KEY/);
});

test('nodes lists the catalog', async () => {
  await using rig = await openCliRig();
  const { code, lines } = await rig.run(['nodes', '--json']);
  expect(code).toBe(0);
  expect(lines().map(({ type }) => type)).toContain('SequentialGenerate');
  expect((await rig.run(['nodes'])).stdout).toContain('prompts: text[], seeds: seed[]');
});

test('emulate answers at the port that it tells, until it is stopped', async () => {
  const child = spawn(process.execPath, ['src/cli/bin/batchwork.js', 'emulate'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ready at (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const balance = await fetch(`${url}/api/v3/balance`, { headers: { authorization: 'Bearer demo' } });
  expect(await balance.json()).toMatchObject({ code: 200 });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
