import { performance } from 'node:perf_hooks';

/** One thing to measure: what is prepared is not counted, what `run` does is. */
export interface Measured<Prepared> {
  readonly prepare: () => Prepared;
  readonly run: (prepared: Prepared) => unknown;
}

/** Between rounds, where Node is started with --expose-gc. */
const collectGarbage = () => globalThis.gc?.();

/** Median time in ms of several rounds, after some that only warm the compiler up. */
export async function medianMs<Prepared>(
  { prepare, run }: Measured<Prepared>,
  { rounds, warmups }: { rounds: number; warmups: number },
): Promise<number> {
  const times: number[] = [];
  for (let round = -warmups; round < rounds; round += 1) {
    const prepared = prepare();
    collectGarbage();
    const start = performance.now();
    await run(prepared);
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Slope of log(time) over log(size) by least squares: 1 is linear, 2 quadratic. */
export function growthExponent(points: readonly (readonly [size: number, ms: number])[]): number {
  const logs = points.map(([size, ms]) => [Math.log(size), Math.log(ms)] as const);
  const mean = (at: 0 | 1): number => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const under = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return over / under;
}
