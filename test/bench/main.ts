import { benchEngine } from './engine.ts';

/** Prints figures and asserts nothing: `npm run bench`, with `-- --full` for 100,000 nodes. */
const sizes = [100, 1_000, 10_000, ...(process.argv.includes('--full') ? [100_000] : [])];
await benchEngine(sizes);
