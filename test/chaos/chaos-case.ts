import { join } from 'node:path';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { judgeFolder } from '#test/rig/judge-folder.ts';
import { endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

/** What has to become of a run under faults. */
export interface Expected {
  readonly outcome: 'complete' | 'partial' | 'failed' | 'attention';
  /** Jobs that the provider took. */
  readonly accepted: number;
  /** Images that reached the run. */
  readonly images: number;
  /** Code of its first failure. */
  readonly code: string | undefined;
  /** Broken promises, judged from the truth log. */
  readonly broken: readonly string[];
}

/** Whole, bought once, every promise kept. */
export const whole: Expected = {
  outcome: 'complete',
  accepted: 1,
  images: 3,
  code: undefined,
  broken: [],
};

const item = 'Generate 3 images of a red fox in a winter forest';

/**
 * Runs the starter under the faults and tells what became of it. `brokenForGood`: the faults leave nobody a way to get
 * what was drawn, so that it need not be on disk.
 */
export async function runUnderFaults(chaos: {
  provider: 'runcomfy' | 'wavespeed';
  rules: readonly object[];
  brokenForGood?: boolean;
}): Promise<Expected & { readonly events: readonly RunEvent[] }> {
  await using rig = await openHostRig();
  for (const rule of chaos.rules) await rig.fault(rule);
  const events = await rig.run(starter(chaos.provider));
  const { run, outcome, images, failures } = endOf(events);
  const truths = await rig.truth();
  const { broken, sales } = await judgeFolder(join(rig.folder, 'data'), truths, {
    ordered: new Map([[item, 1]]),
    told: new Map([[item, ofType(events, 'job-hold').length + (chaos.brokenForGood === true ? 1 : 0)]]),
    acknowledged: [run],
    states: new Map([[run, ['pending', 'success']]]),
    cap: 5,
  });
  if (outcome === 'cancelled') throw new Error('nobody cancelled it');
  return { outcome, images, accepted: sales.length, code: failures[0]?.code, broken, events };
}
