import type { ChildProcess } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { openCliRig, type CommandResult } from '#test/rig/cli-rig.ts';
import { starter } from '#test/rig/starter.ts';
import { workflow } from '#test/rig/workflow.ts';

describe('exit codes', () => {
  test('0: complete, with the files', async () => {
    await using rig = await openCliRig();
    const file = await rig.write('fox.json', starter('runcomfy'));
    const { code, stdout } = await rig.run(['run', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Done: 3 images drawn, cost \$0\.12 \(estimate \$0\.12\)\./);
    expect(await readdir(join(rig.folder, 'data', 'output'))).toHaveLength(4);
  });

  test('1: failed', async () => {
    await using rig = await openCliRig();
    await rig.fault({ fault: { kind: 'job', ending: 'failed', error: 'no luck' } });
    const { code, stdout } = await rig.run(['run', await rig.write('fox.json', starter('wavespeed'))]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/error: generate: .*\nFailed/);
  });

  test('2: a workflow with errors, named by node and port', async () => {
    await using rig = await openCliRig();
    const file = await rig.write('bad.json', workflow({ grid: { type: 'Grid', inputs: { columns: 101 } } }));
    const { code, stderr } = await rig.run(['run', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('error: grid.columns: "columns" is 101; expected a whole number from 0 to 100.');
    expect(stderr).toContain('error: grid.images: ');
  });

  test.each([
    ['no JSON', '{ "format": "batchwork", ', 'not JSON'],
    ['another format', '{ "nodes": [] }', 'no Batchwork workflow'],
    ['a newer version', '{ "format": "batchwork", "version": 2 }', 'up to version 1'],
  ])('2: %s', async (_name, text, message) => {
    await using rig = await openCliRig();
    const { code, stderr } = await rig.run(['run', await rig.write('bad.json', text)]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each([
    ['no such command', ['dance']],
    ['no such option', ['run', 'x.json', '--fast']],
    ['no file', ['run']],
    ['no such file', ['run', 'nowhere.json']],
    ['a price that is none', ['run', 'x.json', '--max-cost', 'much']],
    ['a provider that is none', ['run', 'x.json', '--provider', 'somebody']],
  ])('2: %s', async (_name, parameters) => {
    await using rig = await openCliRig();
    const { code, stdout, stderr } = await rig.run(parameters);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  test('3: partial', async () => {
    await using rig = await openCliRig();
    await rig.fault({ match: { promptIncludes: 'hare' }, fault: { kind: 'job', ending: 'failed' } });
    const file = await rig.write(
      'animals.json',
      workflow(
        {
          prompts: { type: 'PromptList', inputs: { text: 'a fox\na hare' } },
          generate: { type: 'SequentialGenerate', inputs: { count: 1, provider: 'runcomfy' } },
          save: { type: 'Save' },
        },
        ['prompts.text > generate.prompt', 'generate.images > save.images'],
      ),
    );
    expect((await rig.run(['run', file])).code).toBe(3);
  });

  test('4: waits for a person', async () => {
    await using rig = await openCliRig();
    await rig.fault({ match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } });
    const { code, stdout } = await rig.run(['run', await rig.write('fox.json', starter('runcomfy'))]);
    expect(code).toBe(4);
    expect(stdout).toContain('Waits for you');
  });

  test('5: over the cap, and nothing is asked of the provider', async () => {
    await using rig = await openCliRig();
    const file = await rig.write('fox.json', starter('wavespeed'));
    const { code, stderr } = await rig.run(['run', file, '--max-cost', '0.10']);
    expect(code).toBe(5);
    expect(stderr).toContain('$0.12');
    expect((await rig.run(['run', file], { environment: { BATCHWORK_MAX_RUN_USD: '0.1' } })).code).toBe(5);
    // The option lowers the cap and never raises it.
    const raised = ['run', file, '--max-cost', '9'];
    expect((await rig.run(raised, { environment: { BATCHWORK_MAX_RUN_USD: '0.1' } })).code).toBe(5);
  });

  test('130: cancelled by Ctrl-C', async () => {
    await using rig = await openCliRig({ latencyScale: 1, queuedMs: 3_600_000 });
    const file = await rig.write('fox.json', starter('runcomfy'));
    const { code, stdout } = await rig.run(['run', file], {
      onOutput: (text, child) => {
        if (text.includes('accepted as')) child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stdout).toContain('Stopped: 0 images drawn, cost $0.00.');
  });
});

describe('--json', () => {
  test('one event a line, run-end last', async () => {
    await using rig = await openCliRig();
    const result = await rig.run(['run', await rig.write('fox.json', starter('runcomfy')), '--json']);
    const lines = result.lines();
    expect(result.code).toBe(0);
    expect(lines.find(({ type }) => type !== 'diagnostic')).toMatchObject({
      type: 'run-start',
      name: 'Test',
    });
    expect(lines.at(-1)).toMatchObject({
      type: 'run-end',
      outcome: 'complete',
      images: 3,
      files: expect.arrayContaining(['sheet_00001.png']),
    });
  });

  test('a refused workflow: diagnostics, then a failed end with code and message', async () => {
    await using rig = await openCliRig();
    const file = await rig.write('bad.json', workflow({ save: { type: 'Save' } }));
    const result = await rig.run(['run', file, '--json']);
    expect(result.code).toBe(2);
    expect(result.lines()).toEqual([
      expect.objectContaining({ type: 'diagnostic', code: 'missing-input', node: 'save', port: 'images' }),
      expect.objectContaining({
        type: 'run-end',
        outcome: 'failed',
        failures: [expect.objectContaining({ code: 'missing-input', node: 'save' })],
      }),
    ]);
  });
});

test('--set, --provider, --output and --dry-run', async () => {
  await using rig = await openCliRig();
  const file = await rig.write('fox.json', starter('runcomfy'));
  const set = ['--set', 'count.count=2', '--set', 'prompt.text=two owls', '--provider', 'wavespeed'];
  const priced = await rig.run(['run', file, ...set, '--dry-run']);
  expect(priced.code).toBe(0);
  expect(priced.stdout).toContain('up to 2 images, $0.08');
  const output = join(rig.folder, 'elsewhere');
  const ran = await rig.run(['run', file, ...set, '--output', output, '--json']);
  expect(ran.lines().find(({ type }) => type === 'job-submit')).toMatchObject({
    provider: 'wavespeed',
    images: 2,
  });
  expect(await readdir(output)).toHaveLength(3);

  const wrong = await rig.run(['run', file, '--set', 'prompt.words=x']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('Prompt has no input "words". It has text.');
  const range = await rig.run(['run', file, '--set', 'count.count=99']);
  expect(range.stderr).toContain('error: count.count: "count" is 99');
});

test('images are set from files', async () => {
  await using rig = await openCliRig();
  const photo = join(rig.folder, 'photo.png');
  await writeFile(
    photo,
    await sharp({ create: { width: 20, height: 10, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer(),
  );
  const file = await rig.write(
    'copy.json',
    workflow({ load: { type: 'LoadImages' }, save: { type: 'Save' } }, ['load.images > save.images']),
  );
  expect((await rig.run(['run', file])).code).toBe(2);
  const images = ['--set', `load.images=${photo},${photo}`];
  expect((await rig.run(['run', file, ...images])).code).toBe(0);
  const saved = join(rig.folder, 'data', 'output', 'batchwork_00002.png');
  const original = await readFile(photo);
  expect(await sharp(saved).raw().toBuffer()).toEqual(await sharp(original).raw().toBuffer());
  // The file carries the workflow that made it, and runs as one.
  expect((await rig.run(['check', saved])).code).toBe(0);
  expect((await rig.run(['run', file, ...images, '--set', 'save.embed_workflow=false'])).code).toBe(0);
  const bare = join(rig.folder, 'data', 'output', 'batchwork_00004.png');
  expect((await readFile(bare)).equals(original)).toBe(true);
  expect((await rig.run(['check', bare])).code).toBe(2);
});

test('beside a running server, the run is handed to it; a second server is told where the first is', async () => {
  await using rig = await openCliRig();
  const file = await rig.write('fox.json', starter('runcomfy'));
  const results: { code: number | null; stdout: string; stderr: string }[] = [];
  let begun = false;
  const server = await rig.run(['start', '--no-open', '--port', '0'], {
    onOutput: (text, child) => {
      if (begun || !text.includes('Batchwork is ready at')) return;
      begun = true;
      void (async () => {
        results.push(await rig.run(['run', file]));
        results.push(await rig.run(['start', '--no-open', '--port', '0']));
        child.kill('SIGTERM');
      })();
    },
  });
  const [, url = ''] = /ready at (\S+)/.exec(server.stdout) ?? [];
  expect(server.code).toBe(0);
  expect(results[0]).toMatchObject({ code: 0, stdout: expect.stringContaining('Done: 3 images drawn') });
  expect(results[1]).toMatchObject({ code: 1, stderr: expect.stringContaining(url) });
});

test('an attempt that waits for a person is listed, adopted, and its run goes on', async () => {
  await using rig = await openCliRig();
  await rig.fault({ match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } });
  const file = await rig.write('fox.json', starter('runcomfy'));
  expect((await rig.run(['run', file])).code).toBe(4);
  const [job] = (await rig.run(['jobs', '--json'])).lines();
  expect(job).toMatchObject({ state: 'attention', node: 'generate', attempt: expect.any(String) });
  const attempt = String(job?.['attempt']);
  expect((await rig.run(['resolve', attempt])).code).toBe(2);
  expect((await rig.run(['resolve', 'nobody', '--release'])).code).toBe(2);

  const [accepted] = await rig.accepted();
  const resolved = await rig.run(['resolve', attempt, '--request-id', accepted?.id ?? '']);
  expect(resolved).toMatchObject({ code: 0, stdout: expect.stringContaining('Adopted') });
  const resumed = await rig.run(['resume']);
  expect(resumed.code).toBe(0);
  expect(await readdir(join(rig.folder, 'data', 'output'))).toHaveLength(4);
  expect(await rig.accepted()).toHaveLength(1);
  expect((await rig.run(['jobs'])).stdout).toBe('Nothing is unfinished.\n');
});

test('a paused queue is told of instead of being waited for, and goes on with "resume"', async () => {
  await using rig = await openCliRig();
  const file = await rig.write('fox.json', starter('runcomfy'));
  await rig.run(['jobs']);
  pauseQueue(join(rig.folder, 'data'));
  expect(await rig.run(['run', file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The queue is paused'),
  });
  const { lines } = await rig.run(['run', file, '--json']);
  expect(lines().at(-1)).toMatchObject({ type: 'run-end', failures: [{ code: 'queue-paused' }] });
  const free = await rig.write('free.json', workflow({ text: { type: 'Prompt', inputs: { text: 'fox' } } }));
  expect((await rig.run(['run', free])).stderr).not.toContain('paused');
  expect(await rig.accepted()).toEqual([]);
  expect((await rig.run(['resume'])).code).toBe(0);
  expect((await rig.run(['run', file])).code).toBe(0);
});

test('a price is told without going on with what is unfinished', async () => {
  await using rig = await openCliRig({ latencyScale: 0.3 });
  const file = await rig.write('fox.json', starter('runcomfy'));
  await rig.run(['run', file], {
    onOutput: (text, child) => void (text.includes('Running') && child.kill('SIGKILL')),
  });
  const before = await rig.accepted();
  // Long enough for the unfinished run to buy meanwhile.
  await rig.fault({ match: { call: 'price' }, fault: { kind: 'delay', ms: 1_500 } });
  const hare = await rig.write('hare.json', starter('wavespeed', 'a hare'));
  expect((await rig.run(['run', hare, '--dry-run'])).code).toBe(0);
  expect(await rig.accepted()).toEqual(before);
  expect((await rig.run(['jobs'])).stdout).toContain('Test');
});

/** As a server does whose queue was paused before it ended. */
function pauseQueue(dataFolder: string): void {
  const database = new DatabaseSync(join(dataFolder, 'journal.db'));
  database.exec("insert or replace into mark (name, value) values ('paused', 'true')");
  database.close();
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a server that ends by %s under a run that is followed: one sentence, an error object, exit code 1',
  async (signal) => {
    await using rig = await openCliRig({ latencyScale: 1, queuedMs: 3_600_000 });
    const file = await rig.write('fox.json', starter('runcomfy'));
    const results: CommandResult[] = [];
    let begun = false;
    await rig.run(['start', '--no-open', '--port', '0'], {
      onOutput: (text, server) => {
        if (begun || !text.includes('Batchwork is ready at')) return;
        begun = true;
        void (async () => {
          const followed = await Promise.all([
            rig.run(['run', file], { onOutput: endServer }),
            rig.run(['run', file, '--force', '--json'], { onOutput: endServer }),
          ]);
          results.push(...followed);
        })();
        const seen = new Set<ChildProcess>();
        function endServer(told: string, follower: ChildProcess): void {
          if (/accepted as|job-accept/.test(told)) seen.add(follower);
          if (seen.size === 2) server.kill(signal);
        }
      },
    });
    await expect.poll(() => results.length, { timeout: 20_000 }).toBe(2);
    const sentence = expect.stringMatching(
      /^The server at \S+ is gone; the run goes on when it starts again\.$/,
    );
    expect(results[0]?.code).toBe(1);
    expect(results[0]?.stderr.trim()).toEqual(sentence);
    expect(results[1]?.code).toBe(1);
    expect(results[1]?.stderr).toBe('');
    expect(results[1]?.lines().at(-1)).toEqual({ type: 'error', code: 'server-gone', message: sentence });
  },
);
