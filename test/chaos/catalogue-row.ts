/** One fault of the catalogue, and the tests that show what Batchwork does under it. */
export interface CatalogueRow {
  readonly row: number;
  readonly fault: string;
  /** File below `test/`, and names of tests in it as they are written there. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
  /** Why the fault itself cannot be met yet; the tests then show the nearest thing that can. */
  readonly later?: string;
}

export const outage = 'engine/run/outage.test.ts';
export const simulation = 'simulation/simulation.test.ts';
export const noHistory = 'no history of faults makes it pay twice or lose what was paid for';
export const refusedKey =
  '%s: a refused key waits with a reason, is not hammered, and goes on as soon as the key is changed';
