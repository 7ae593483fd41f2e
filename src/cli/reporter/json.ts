import type { Reporter } from '../reporter.ts';

const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

/** One object a line: diagnostics, then every event as it is, the last of them `run-end`, or `error` where the end is not seen. */
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
  lost: (message) => print({ type: 'error', code: 'server-gone', message }),
  stopping: () => {},
  end: () => {},
});
