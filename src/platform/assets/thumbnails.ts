import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { openStored, withDecoder } from '../images/codec.ts';

/** Long side in pixels. */
export type ThumbnailSize = 320 | 640;

/**
 * Makes WebP thumbnails when they are first asked for and keeps them in a folder that may be deleted at any time.
 * Asking twice at once draws once.
 */
export function makeThumbnails(
  folder: string,
  find: (hash: string) => Promise<{ path: string } | undefined>,
): (hash: string, size: ThumbnailSize) => Promise<string | undefined> {
  const underWay = new Map<string, Promise<string | undefined>>();

  async function make(hash: string, size: ThumbnailSize): Promise<string | undefined> {
    const source = await find(hash);
    if (source === undefined) return undefined;
    const path = join(folder, hash.slice(0, 2), `${hash}-${size}.webp`);
    const known = await stat(path).catch(() => undefined);
    if (known?.isFile() === true) return path;
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}`;
    try {
      await withDecoder(async () => {
        const image = await openStored(source.path);
        await image
          .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
          .webp({ quality: 80, effort: 2 })
          .toFile(unfinished);
      });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    return path;
  }

  return (hash, size) => {
    const name = `${hash}-${size}`;
    let making = underWay.get(name);
    if (making === undefined) {
      making = make(hash, size).finally(() => underWay.delete(name));
      underWay.set(name, making);
    }
    return making;
  };
}
