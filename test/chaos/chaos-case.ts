import { join } from 'node:path';

import { expect } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig, type HostRig } from '#test/rig/host-rig.ts';
import { judgeFolder } from '#test/rig/judge-folder.ts';
import { endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

/** One fault of the wire, and what has to become of a run that meets it. */
export interface ChaosCase {
  readonly provider: 'runcomfy' | 'wavespeed';
  readonly rules: readonly object[];
  readonly outcome: 'complete' | 'partial' | 'failed' | 'attention';
  /** Jobs that the provider took. */
  readonly accepted: number;
  /** Images that reached the run. */
  readonly images: number;
  /** Code of the first failure. */
  readonly code?: string;
  /** Images that the faults broke for good, so that they are not on disk. */
  readonly brokenForGood?: boolean;
}

export const item = 'Generate 3 images of a red fox in a winter forest';

/** Runs the starter under the faults and judges it: by its outcome, and by what the provider says. */
export async function runUnderFaults(chaos: ChaosCase): Promise<readonly RunEvent[]> {
  await using rig = await openHostRig();
  for (const rule of chaos.rules) await rig.fault(rule);
  const events = await rig.run(starter(chaos.provider));
  expect(endOf(events)).toMatchObject({
    outcome: chaos.outcome,
    images: chaos.images,
    ...(chaos.code === undefined
      ? {}
      : { failures: [{ code: chaos.code }, ...endOf(events).failures.slice(1)] }),
  });
  await expectPromises(rig, events, chaos);
  return events;
}

/** The promises, judged from the truth log. */
export async function expectPromises(
  rig: HostRig,
  events: readonly RunEvent[],
  { accepted, brokenForGood = false }: Pick<ChaosCase, 'accepted' | 'brokenForGood'>,
): Promise<void> {
  const truths = await rig.truth();
  const served = truths.flatMap((truth) => (truth.type === 'served' ? [truth.sha256] : []));
  const { broken, sales } = await judgeFolder(join(rig.folder, 'data'), truths, {
    ordered: new Map([[item, 1]]),
    told: new Map([[item, ofType(events, 'job-hold').length]]),
    acknowledged: [endOf(events).run],
    states: new Map([[endOf(events).run, ['pending', 'success']]]),
    cap: 5,
    ...(brokenForGood ? { unobtainable: new Set(served) } : {}),
  });
  expect(sales).toHaveLength(accepted);
  expect(broken.filter((each) => !(brokenForGood && each.startsWith('lost')))).toEqual([]);
}
