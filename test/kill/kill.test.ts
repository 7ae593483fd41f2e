import { describe, expect, test } from 'vitest';

import type { RunEventType } from '#core/run/event.ts';
import { starter } from '#test/rig/starter.ts';

import { openKillRig } from './kill-rig.ts';

const input = JSON.stringify(starter('runcomfy'));
const held = { match: { call: 'submit' }, phase: 'after', fault: { kind: 'delay', ms: 600_000 } };

/** Events of every kind after the provider's answer is on disk, and which of that kind the kill follows. */
const pointsAfterAccept: readonly (readonly [type: RunEventType, nth: number])[] = [
  ['job-accept', 1],
  ['job-progress', 2],
  ['asset-add', 1],
  ['asset-add', 3],
  ['item-end', 1],
  ['asset-save', 1],
  ['asset-save', 3],
  ['asset-save', 4],
  ['step-end', 8],
];

const killAfter =
  (type: RunEventType, nth: number) =>
  (line: { type: string }, lines: readonly { type: string }[]): boolean =>
    line.type === type && lines.filter((each) => each.type === type).length === nth;

describe('killed with SIGKILL and started again, a run buys once and loses nothing', () => {
  test.each(pointsAfterAccept)('after %s number %i', async (type, nth) => {
    await using rig = await openKillRig();
    await rig.work({ input, when: killAfter(type, nth) });
    const lines = await rig.work({ input });
    expect(lines.at(-1)).toMatchObject({ type: 'run-end', outcome: 'complete' });
    expect(await rig.accepted()).toBe(1);
    expect(await rig.files()).toEqual([
      'fox_7_00001.jpg',
      'fox_7_00002.jpg',
      'fox_7_00003.jpg',
      'sheet_00001.png',
    ]);
  });

  // Before the answer the kill may hit the window in which nobody knows; then a person is asked.
  test.each<readonly [RunEventType, number]>([
    ['run-start', 1],
    ['step-end', 4],
  ])('after %s number %i', async (type, nth) => {
    await using rig = await openKillRig();
    await rig.work({ input, when: killAfter(type, nth) });
    const lines = await rig.work({ input });
    expect(['complete', 'attention']).toContain(lines.at(-1)?.outcome);
    expect(await rig.accepted()).toBeLessThanOrEqual(1);
  });

  test('again and again, at every event', async () => {
    await using rig = await openKillRig();
    let seen = 0;
    for (let kills = 0; kills < 12; kills += 1) {
      const lines = await rig.work({ input, when: (_line, told) => told.length > seen + 3 });
      seen = lines.length;
    }
    const lines = await rig.work({ input });
    expect(lines.at(-1)).toMatchObject({ type: 'run-end' });
    expect(await rig.accepted()).toBeLessThanOrEqual(1);
  });
});

describe('killed while the answer of the POST is out', () => {
  test('RunComfy: held for a person, never sent again', async () => {
    await using rig = await openKillRig();
    await rig.fault(held);
    await rig.work({
      input,
      when: async (line) => {
        if (line.type !== 'job-submit') return false;
        await rig.acceptedAtLeast(1);
        return true;
      },
    });
    const lines = await rig.work({ input });
    expect(lines.at(-1)).toMatchObject({ type: 'run-end', outcome: 'attention' });
    expect(await rig.accepted()).toBe(1);
  });

  test('WaveSpeed: found in its history, never sent again', async () => {
    await using rig = await openKillRig();
    await rig.fault(held);
    const waveSpeed = JSON.stringify(starter('wavespeed'));
    await rig.work({
      input: waveSpeed,
      when: async (line) => {
        if (line.type !== 'job-submit') return false;
        await rig.acceptedAtLeast(1);
        return true;
      },
    });
    const lines = await rig.work({ input: waveSpeed });
    expect(lines.at(-1)).toMatchObject({ type: 'run-end', outcome: 'complete' });
    expect(await rig.accepted()).toBe(1);
    expect(await rig.files()).toHaveLength(4);
  });

  test('the naive control, a POST in an ordinary step, pays twice', async () => {
    await using rig = await openKillRig();
    await rig.fault(held);
    await rig.work({
      mode: 'naive',
      input: 'a red fox',
      when: async (line) => {
        if (line.type !== 'job-submit') return false;
        await rig.acceptedAtLeast(1);
        return true;
      },
    });
    await rig.work({ mode: 'naive', input: 'a red fox' });
    expect(await rig.accepted()).toBe(2);
  });
});
