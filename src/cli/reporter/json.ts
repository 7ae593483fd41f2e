import type { Reporter } from '../reporter.ts';

const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** One object a line: diagnostics, then every event as it is, the last of them `run-end`. */
export const createJsonReporter = (): Reporter => ({
  diagnostics: (diagnostics) => {
    for (const diagnostic of diagnostics) print({ type: 'diagnostic', ...diagnostic });
  },
  notRun: (failures) =>
    print({
      type: 'run-end',
      outcome: 'failed',
      costUsd: 0,
      images: 0,
      cachedImages: 0,
      files: [],
      failures,
      warnings: [],
    }),
  event: print,
  stopping: () => {},
  end: () => {},
});
