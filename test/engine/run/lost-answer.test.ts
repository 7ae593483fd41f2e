import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

const cutAfterAccept = { match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } };

test('at RunComfy waits for a person and is never sent again; adopting the job finishes the run', async () => {
  await using rig = await openHostRig();
  await rig.fault(cutAfterAccept);
  const events = await rig.run(starter('runcomfy'));
  expect(endOf(events)).toMatchObject({ outcome: 'attention', images: 0 });
  const [hold] = ofType(events, 'job-hold');
  expect(hold).toMatchObject({
    node: 'generate',
    failure: { code: 'unknown-outcome', charged: 'unknown' },
  });
  const [only, ...others] = await accepted(rig);
  expect(others).toEqual([]);

  const [run] = await rig.host.listRuns(1);
  expect(
    await rig.host.durable.resume(hold?.attempt ?? '', { type: 'adopt', requestId: only?.id ?? '' }),
  ).toBe(true);
  const resumed: RunEvent[] = [];
  const seen = events.at(-1)?.seq ?? 0;
  for await (const event of rig.host.durable.events(run?.id ?? '', seen, new AbortController().signal)) {
    resumed.push(event);
    if (event.type === 'run-end') break;
  }
  expect(endOf(resumed)).toMatchObject({ outcome: 'complete', images: 3 });
  expect(await accepted(rig)).toHaveLength(1);
});

test('at RunComfy, released by a person, is bought anew', async () => {
  await using rig = await openHostRig();
  await rig.fault({ ...cutAfterAccept, phase: 'before' });
  const events = await rig.run(starter('runcomfy'));
  const [hold] = ofType(events, 'job-hold');
  const run = endOf(events).run;
  await rig.host.durable.resume(hold?.attempt ?? '', { type: 'release' });
  const resumed: RunEvent[] = [];
  for await (const event of rig.host.durable.events(run, endOf(events).seq, new AbortController().signal)) {
    resumed.push(event);
    if (event.type === 'run-end') break;
  }
  expect(endOf(resumed)).toMatchObject({ outcome: 'complete', images: 3 });
  expect(await accepted(rig)).toHaveLength(1);
});

test('at WaveSpeed is found in its history', async () => {
  await using rig = await openHostRig();
  await rig.fault(cutAfterAccept);
  const events = await rig.run(starter('wavespeed'));
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 3 });
  expect(await accepted(rig)).toHaveLength(1);
});
