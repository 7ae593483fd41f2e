import fc from 'fast-check';

import type { decisions, Fault, Happening, Start } from '#test/simulation/history.ts';
import { faultKinds, type Site } from '#test/simulation/history.ts';
import type { SimulatedWorld } from '#test/simulation/simulated-world.ts';

/** All that a person has to keep in mind: what was ordered, what was answered, what was cancelled. */
export interface PlainModel {
  readonly ordered: string[];
  /** Runs that have to be there for ever, by their id, and whether their cancel was answered. */
  readonly answered: Map<string, { cancelled: boolean }>;
}

type Command = fc.AsyncCommand<PlainModel, SimulatedWorld>;

/** What has to be true after every command, of whatever process is alive. */
async function compare(model: PlainModel, world: SimulatedWorld): Promise<void> {
  for (const run of world.acknowledged())
    if (!model.answered.has(run)) model.answered.set(run, { cancelled: false });
  for (const [run, { cancelled }] of model.answered) {
    const seen = await world.look(run);
    if (seen === null) continue;
    if (seen === undefined) throw new Error(`The run ${run} was answered and is not there.`);
    if (cancelled && !seen.cancelRequested) throw new Error(`The cancel of ${run} was forgotten.`);
  }
}

const command = (
  name: string,
  act: (model: PlainModel, world: SimulatedWorld) => void | Promise<void>,
): Command => ({
  check: () => true,
  run: async (model, world) => {
    await act(model, world);
    await world.runTo(world.elapsed());
    await compare(model, world);
  },
  toString: () => name,
});

const submit = (start: Start): Command =>
  command(`submit(${start.shape}, ${start.provider}, ${start.subject})`, (model, world) => {
    model.ordered.push(`run ${model.ordered.length}`);
    world.order(model.ordered.at(-1) ?? '', start);
  });

const cancel = (nth: number): Command =>
  command(`cancel(${nth})`, async (model, world) => {
    const run = world.acknowledged()[nth];
    if (run === undefined) return;
    world.happen({ type: 'cancel', at: 0, run: nth });
    await world.runTo(world.elapsed());
    const seen = await world.look(run);
    if (seen?.cancelRequested === true) model.answered.set(run, { cancelled: true });
  });

const happen = (happening: Happening): Command =>
  command(JSON.stringify(happening), (_model, world) => world.happen(happening));

const tick = (ms: number): Command =>
  command(`tick(${ms})`, (_model, world) => world.runTo(world.elapsed() + ms));

const arm = (fault: Fault): Command =>
  command(`fault(${fault.site}, ${fault.nth}, ${fault.kind})`, (_model, world) => world.arm(fault));

const anyFault = (sites: readonly Site[]): fc.Arbitrary<Fault> =>
  fc.constantFrom(...sites).chain((site) =>
    fc
      .record({ nth: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom<string>(...faultKinds[site]) })
      // The kind was taken from the list of this very site.
      .map((drawn) => ({ site, ...drawn }) as Fault),
  );

const anyStart: fc.Arbitrary<Start> = fc.record({
  at: fc.constant(0),
  shape: fc.constantFrom('single', 'fan-out', 'copies', 'chained'),
  provider: fc.constantFrom('runcomfy', 'wavespeed'),
  subject: fc.constantFrom('fox', 'hare'),
});
const anyDecision = fc.constantFrom<(typeof decisions)[number]>('honest', 'release', 'lost');

/** Everything that may happen to a queue. */
export const anyCommand: fc.Arbitrary<Command>[] = [
  anyStart.map(submit),
  fc.nat(3).map(cancel),
  fc.constant(happen({ type: 'crash', at: 0 })),
  fc.constant(happen({ type: 'restart', at: 0 })),
  fc.constantFrom(10, 500, 3_000, 20_000, 120_000).map(tick),
  fc.constantFrom(10, 500, 3_000, 20_000, 120_000).map(tick),
  anyFault(['submit', 'poll', 'job', 'cancel', 'reconcile', 'price', 'balance']).map(arm),
  anyFault(['download', 'publish', 'journal']).map(arm),
  fc.nat(3).map((nth) => arm({ site: 'journal', nth: nth + 1, kind: 'disk-full' })),
  fc.constant(happen({ type: 'key-change', at: 0 })),
  anyDecision.map((decision) => happen({ type: 'decide', at: 0, decision })),
];
