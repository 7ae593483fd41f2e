import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import type { DiskWatch } from '#core/run/capabilities.ts';

/** Bytes that an image is expected to take at most, once in the store and once in the output folder. */
const expectedBytesPerImage = 2 * 1024 * 1024;
/** Room that is left alone, for the journal above all: a twentieth of the disk, and no more than this. */
const largestReserveBytes = 512 * 1024 * 1024;

interface WatchedFolder {
  readonly path: string;
  /** For a person. */
  readonly name: string;
  /** A file that has to be there: without it, the folder is not the one that was opened. */
  readonly holds?: string;
}

/** Watches the disks of the data folder and of the output folder: what is bought has to find room. */
export const watchDisks = (folders: readonly WatchedFolder[]): DiskWatch => ({
  trouble: async (images) => {
    for (const folder of folders) {
      const trouble = await troubleOf(folder, images);
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  },
});

async function troubleOf({ path, name, holds }: WatchedFolder, images: number): Promise<string | undefined> {
  try {
    if (holds !== undefined) await access(join(path, holds));
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
    const { bavail, blocks, bsize } = await statfs(path);
    const reserve = Math.min(largestReserveBytes, (blocks * bsize) / 20);
    if (bavail * bsize >= reserve + images * expectedBytesPerImage) return undefined;
    return `The disk of the ${name} is almost full, so nothing is bought. Make room.`;
  } catch {
    return `The ${name} cannot be written, so nothing is bought. Check that it is there and may be written.`;
  }
}
