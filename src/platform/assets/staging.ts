import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { FailureError } from '#core/run/failure.ts';

/** A file being taken in: not yet under its name, and gone if nothing comes of it. */
export interface StagedFile {
  readonly path: string;
  readonly hash: string;
  readonly byteLength: number;
}

/** Bytes that one image may have. */
export const byteLimit = 256 * 1024 * 1024;

export interface Staging {
  /** A name for a new file, on the same file system as the store. */
  newPath(): string;
  /** Streams bytes into a staged file. On any trouble nothing is left behind. */
  write(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StagedFile>;
}

export async function openStaging(folder: string): Promise<Staging> {
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const newPath = (): string => {
    try {
      // Somebody may have tidied it away. Without its parent it is not made: that is no data folder any more.
      mkdirSync(folder);
    } catch {
      // It is there, or whoever writes will say why not.
    }
    return join(folder, randomUUID());
  };
  return {
    newPath,
    async write(chunks) {
      const path = newPath();
      const digest = createHash('sha256');
      let byteLength = 0;
      const handle = await open(path, 'wx', 0o600);
      try {
        for await (const chunk of chunks) {
          byteLength += chunk.byteLength;
          if (byteLength > byteLimit)
            throw new FailureError({
              code: 'invalid',
              message: `The image is larger than ${byteLimit / 1024 / 1024} MiB.`,
              retryable: false,
              charged: 'no',
            });
          digest.update(chunk);
          for (let written = 0; written < chunk.byteLength;)
            written += (await handle.write(chunk, written)).bytesWritten;
        }
      } catch (error) {
        await handle.close();
        await rm(path, { force: true });
        throw error;
      }
      await handle.close();
      return { path, hash: digest.digest('hex'), byteLength };
    },
  };
}

/** A data folder has one process, so that whatever stands there at the start belongs to one that is gone. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
