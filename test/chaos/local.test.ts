import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig, type HostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

/** A file system of its own that a test can fill; told as skipped where this machine does not let us mount one. */
function mountSmallDisk(folder: string, bytes: number): boolean {
  const options = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder];
  return process.platform === 'linux' && spawnSync('mount', options).status === 0;
}

async function start(rig: HostRig): Promise<string> {
  const started = await rig.host.startRun({ workflow: { ...starter('runcomfy') } });
  if (started.type !== 'started') throw new Error(JSON.stringify(started));
  return started.run;
}

async function until(rig: HostRig, run: string, fits: (event: RunEvent) => boolean): Promise<void> {
  for await (const event of rig.host.durable.events(run, 0, new AbortController().signal))
    if (fits(event)) return;
}

test('F55 a real disk without room for the files: told, waited for, and gone on with', async (context) => {
  await using rig = await openHostRig({ patience: 'wait', emulator: { latencyScale: 0.05 } });
  const output = join(rig.folder, 'data', 'output');
  const run = await start(rig);
  await until(rig, run, ({ type }) => type === 'job-accept');
  await mkdir(output, { recursive: true });
  if (!mountSmallDisk(output, 4_096)) context.skip('this machine mounts no file system for a test');
  try {
    await writeFile(join(output, 'mine.txt'), 'x'.repeat(4_096)).catch(() => undefined);
    await until(
      rig,
      run,
      (event) => event.type === 'item-progress' && event.message.includes('could not be stored'),
    );
    // Somebody makes room.
    expect(spawnSync('mount', ['-o', 'remount,size=50000000', output]).status).toBe(0);
    const end = endOf(await rig.follow(run));
    expect(end).toMatchObject({ outcome: 'complete', images: 3 });
    expect(end.files).toHaveLength(4);
    expect(await accepted(rig)).toHaveLength(1);
    expect((await readdir(output)).filter((name) => name.startsWith('.'))).toEqual([]);
  } finally {
    spawnSync('umount', ['--lazy', output]);
  }
});

test('F63 a published file that a person deletes stays deleted, and the images stay known', async () => {
  await using rig = await openHostRig();
  const end = endOf(await rig.run(starter('runcomfy')));
  const output = join(rig.folder, 'data', 'output');
  await rm(join(output, end.files[0] ?? ''));
  await writeFile(join(output, end.files[1] ?? ''), 'edited by a person');
  await rig.restart();
  expect(await readdir(output)).toHaveLength(3);
  const again = endOf(await rig.run(starter('runcomfy')));
  // The same again costs nothing, makes files of its own, and touches none of the person's.
  expect(again).toMatchObject({ outcome: 'complete', cachedImages: 3, costUsd: 0 });
  expect(again.files).not.toContain(end.files[1]);
  expect(await accepted(rig)).toHaveLength(1);
});
