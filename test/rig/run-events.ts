import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunEvent, RunEventType } from '#core/run/event.ts';
import type { Truth } from '#emulator/truth-log.ts';

import type { HostRig } from './host-rig.ts';

export type EventOf<Type extends RunEventType> = Extract<RunEvent, { type: Type }>;

export const ofType = <Type extends RunEventType>(events: readonly RunEvent[], type: Type): EventOf<Type>[] =>
  events.filter((event): event is EventOf<Type> => event.type === type);

/** The end of a run; a run without one is a failed test. */
export function endOf(events: readonly RunEvent[]): EventOf<'run-end'> {
  const [end] = ofType(events, 'run-end');
  if (end === undefined) throw new Error('the run has no end');
  return end;
}

/** The jobs that the providers took, by their own account. */
export const accepted = async (rig: HostRig): Promise<Extract<Truth, { type: 'accepted' }>['job'][]> =>
  (await rig.truth()).flatMap((entry) => (entry.type === 'accepted' ? [entry.job] : []));

/** Names of the published files, sorted. */
export const outputFiles = async (rig: HostRig): Promise<string[]> =>
  (await readdir(join(rig.folder, 'data', 'output'), { recursive: true })).toSorted((a, b) =>
    a.localeCompare(b),
  );
