import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

const noteSchema = z.object({ url: z.url(), pid: z.int() });

const noteFile = (dataFolder: string): string => join(dataFolder, 'server.json');

/** Leaves a note in the data folder of where its server is. It is only a hint: the lock on the journal is what counts. */
export const leaveServerNote = (dataFolder: string, url: string): Promise<void> =>
  writeFile(noteFile(dataFolder), `${JSON.stringify({ url, pid: process.pid })}\n`);

export const removeServerNote = (dataFolder: string): Promise<void> =>
  rm(noteFile(dataFolder), { force: true });

/** URL of the server that has the data folder, as far as it said. */
export async function readServerNote(dataFolder: string): Promise<string | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(noteFile(dataFolder), 'utf8'))).url;
  } catch {
    return undefined;
  }
}
