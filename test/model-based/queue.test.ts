import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openSimulatedWorld } from '#test/simulation/simulated-world.ts';

import { anyCommand, type PlainModel } from './commands.ts';

/** Rows of commands that are tried; the long campaign tries many more. */
const numRuns = Number(process.env['BATCHWORK_MODEL_RUNS'] ?? 500);
/** The same rows every day; the long campaign draws new ones each time, and prints the seed of one that fails. */
const seed = numRuns > 500 ? {} : { seed: 20_261_121 };

test(
  'whatever is asked of the queue in whatever order, it keeps what it answered and buys once',
  { timeout: 86_400_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(anyCommand, { maxCommands: 60, size: 'max' }), async (commands) => {
        const world = await openSimulatedWorld(1);
        const model: PlainModel = { ordered: [], answered: new Map() };
        try {
          await fc.asyncModelRun(() => ({ model, real: world }), commands);
          expect((await world.end()).broken).toEqual([]);
          for (const [run, { cancelled }] of model.answered) {
            const seen = await world.look(run);
            if (cancelled && seen?.state !== 'cancelled')
              throw new Error(`The run ${run} was cancelled and is ${seen?.state ?? 'gone'}.`);
          }
        } finally {
          world.close();
        }
      }),
      { numRuns, ...seed },
    );
  },
);
