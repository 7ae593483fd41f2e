import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { findDamage } from './find-damage.ts';

/** Reads a copy of a journal through, away from the main thread. Answers with what is wrong, or null. */
const { file } = z.object({ file: z.string() }).parse(workerData);

function verify(): string | null {
  try {
    const database = new DatabaseSync(file);
    try {
      return findDamage(database) ?? null;
    } finally {
      database.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(verify());
