import { lstat, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { AssetRef } from '#core/run/asset.ts';
import type { OutputStore, Publication } from '#core/run/capabilities.ts';
import { FailureError } from '#core/run/failure.ts';

import { extensionOf } from '../assets/media-type.ts';
import type { LocalAssetStore } from '../assets/open-asset-store.ts';
import { describeDiskError, makeFolder, syncFolder } from '../durable-file.ts';
import { convertImage } from '../images/convert.ts';
import { makeFileCounter, numberedName } from './file-counter.ts';
import { copySynced, fillReserved, placeLink, reserveName } from './place-file.ts';
import { readRecord, whatStands, writeRecord } from './publication-record.ts';
import { nameLimit, safePath } from './safe-path.ts';

/** Room for the number and the extension after a name. */
const suffixBytes = 24;

/**
 * Publishes assets as files below `outputFolder`: complete, synced, never over another file, and once per key even when
 * the process dies in between. What was begun is noted in `<data>/publications`.
 */
export function openOutputStore(options: {
  outputFolder: string;
  dataFolder: string;
  assets: LocalAssetStore;
}): OutputStore {
  const { outputFolder, assets } = options;
  const records = join(options.dataFolder, 'publications');
  const counter = makeFileCounter();

  /** Finishes what an earlier process began under this key; undefined when there is nothing of it to keep. */
  async function adopt(key: string): Promise<{ path: string; asset: AssetRef } | undefined> {
    const record = await readRecord(records, key);
    if (record === undefined) return undefined;
    const target = join(outputFolder, ...record.path.split('/'));
    const standing = await whatStands(record, target);
    if (standing === 'nothing' || standing === 'foreign') return undefined;
    if (standing === 'reserved') await fillReserved(assets.pathOf(record.asset), target);
    await syncFolder(join(target, '..'));
    return { path: record.path, asset: record.asset };
  }

  async function publishNew({ prefix, key }: Publication, asset: AssetRef): Promise<string> {
    const parts = safePath(
      prefix === '' || prefix.endsWith('/') ? `${prefix}image` : prefix,
      nameLimit - suffixBytes,
    );
    const name = parts.at(-1) ?? parts[0];
    const folders = parts.slice(0, -1);
    const folder = await makeOutputFolder(outputFolder, folders);
    const staged = assets.newPath();
    try {
      await copySynced(assets.pathOf(asset), staged);
      const { ino: inode } = await stat(staged);
      for (;;) {
        const file = numberedName(name, await counter.next(folder, name), extensionOf[asset.mediaType]);
        const path = [...folders, file].join('/');
        const target = join(folder, file);
        await writeRecord(records, key, { asset, path, inode });
        let placed = await placeLink(staged, target);
        if (placed === 'unsupported') {
          await writeRecord(records, key, { asset, path, inode: null });
          placed = await reserveName(target);
          if (placed === 'placed') await fillReserved(staged, target);
        }
        if (placed === 'taken') continue;
        await syncFolder(folder);
        return path;
      }
    } finally {
      await rm(staged, { force: true });
    }
  }

  return {
    async publish(publication) {
      try {
        const known = await adopt(publication.key);
        if (known !== undefined) return known;
        const asset = await convertImage(publication.asset, publication.format, assets);
        return { path: await publishNew(publication, asset), asset };
      } catch (error) {
        throw describeDiskError(error);
      }
    },
  };
}

/** Makes the folders of a publication one by one, so that a planted link cannot lead out of the output folder. */
async function makeOutputFolder(root: string, parts: readonly string[]): Promise<string> {
  await makeFolder(root);
  let folder = root;
  for (const part of parts) {
    folder = join(folder, part);
    const found = await lstat(folder).catch(() => undefined);
    if (found === undefined) await makeFolder(folder);
    else if (!found.isDirectory())
      throw new FailureError({
        code: 'invalid',
        message: `The image cannot be saved: "${part}" in the output folder is ${found.isSymbolicLink() ? 'a link, which is not followed' : 'a file, not a folder'}.`,
        retryable: false,
        charged: 'no',
      });
  }
  return folder;
}
