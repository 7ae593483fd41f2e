import { expect, test } from 'vitest';

import { tellFigures } from '#test/rig/tell-figures.ts';

import { makeHistory, type History } from './history.ts';
import { shrink, simulate } from './simulate.ts';

/** Histories that are tried; the long campaign tries many more. */
const seeds = Number(process.env['BATCHWORK_SIMULATION_SEEDS'] ?? 2_000);
/** One seed alone, to replay it. */
const only = process.env['BATCHWORK_SIMULATION_SEED'];
const first = Number(only ?? 1);
const last = only === undefined ? seeds : first;

/** What a broken promise says, with all that is needed to see it again. */
async function describeBroken(history: History, broken: readonly string[]): Promise<string> {
  const replay = `BATCHWORK_SIMULATION_SEED=${history.seed} npx vitest run --project campaign test/simulation`;
  const smallest = JSON.stringify(await shrink(history), null, 2);
  return [...broken, `Replay: ${replay}`, `Smallest history: ${smallest}`].join('\n');
}

test(
  'no history of faults makes it pay twice or lose what was paid for',
  { timeout: 86_400_000 },
  async () => {
    const sums = { crashes: 0, accepted: 0, images: 0, held: 0 };
    for (let seed = first; seed <= last; seed += 1) {
      const history = makeHistory(seed);
      const { broken, crashes, accepted, images, held } = await simulate(history);
      if (broken.length > 0) throw new Error(await describeBroken(history, broken));
      sums.crashes += crashes;
      sums.accepted += accepted;
      sums.images += images;
      sums.held += held;
    }
    tellFigures('simulation', { histories: last - first + 1, ...sums, 'paid twice': 0, lost: 0 });
    expect(sums.accepted).toBeGreaterThan(0);
  },
);

test('the same seed is the same history to the last figure', async () => {
  for (const seed of [3, 14, 159])
    expect(await simulate(makeHistory(seed))).toEqual(await simulate(makeHistory(seed)));
});

test('the control, a disk that forgets intents, pays twice', async () => {
  const broken: string[] = [];
  for (let seed = 1; seed <= 50; seed += 1)
    broken.push(...(await simulate(makeHistory(seed), { forgetful: true })).broken);
  expect(broken.join('\n')).toMatch(/paid twice/);
});
