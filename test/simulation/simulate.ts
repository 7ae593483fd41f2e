import type { History } from './history.ts';
import { openSimulatedWorld, type Outcome } from './simulated-world.ts';

/** Lets a history take place from its first start to the end of everything. */
export async function simulate(history: History, options: { forgetful?: boolean } = {}): Promise<Outcome> {
  const world = await openSimulatedWorld(history.seed, options);
  try {
    for (const fault of history.faults) world.arm(fault);
    const acts = [
      ...history.starts.map((start, index) => ({
        at: start.at,
        act: () => world.order(`run ${index}`, start),
      })),
      ...history.happenings.map((happening) => ({
        at: happening.at,
        act: () => world.happen(happening),
      })),
    ].toSorted((a, b) => a.at - b.at);
    for (const { at, act } of acts) {
      await world.runTo(at);
      act();
    }
    return await world.end();
  } finally {
    world.close();
  }
}

/** Faults and happenings of a history, as one list that can be thinned out. */
const partsOf = ({ faults, happenings, starts }: History): readonly object[] => [
  ...happenings,
  ...faults,
  ...starts.slice(1),
];

const without = (history: History, part: object): History => ({
  ...history,
  starts: history.starts.filter((each) => each !== part),
  faults: history.faults.filter((each) => each !== part),
  happenings: history.happenings.filter((each) => each !== part),
});

/** The smallest history in which a promise is still broken: nothing can be left out of it. */
export async function shrink(history: History): Promise<History> {
  for (const part of partsOf(history)) {
    const smaller = without(history, part);
    if ((await simulate(smaller)).broken.length > 0) return shrink(smaller);
  }
  return history;
}
