import { existsSync } from 'node:fs';
import { lstat, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { AssetRef } from '#core/run/asset.ts';
import type { OutputStore, Publication } from '#core/run/capabilities.ts';
import { FailureError } from '#core/run/failure.ts';

import { extensionOf } from '../assets/media-type.ts';
import { missingAsset, type LocalAssetStore } from '../assets/open-asset-store.ts';
import { describeDiskError, errorCode, makeFolder, syncFolder } from '../durable-file.ts';
import { convertImage } from '../images/convert.ts';
import { writeEmbedded, type Embed } from './embed.ts';
import { makeFileCounter, numberedName } from './file-counter.ts';
import { copySynced, fillReserved, placeLink, reserveName } from './place-file.ts';
import { hashFile, readRecord, whatStands, writeRecord } from './publication-record.ts';
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
  /** Says how a file carries its workflow; absent: files are what the assets are. */
  embed?: Embed;
}): OutputStore {
  const { outputFolder, assets, embed } = options;
  const records = join(options.dataFolder, 'publications');
  const counter = makeFileCounter();

  /** Finishes what an earlier process began under this key; undefined when there is nothing of it to keep. */
  async function adopt(publication: Publication): Promise<{ path: string; asset: AssetRef } | undefined> {
    const { key } = publication;
    const record = await readRecord(records, key);
    if (record === undefined) return undefined;
    const target = join(outputFolder, ...record.path.split('/'));
    const standing = await whatStands(record, target);
    if (standing === 'nothing' || standing === 'foreign') return undefined;
    if (standing === 'reserved') {
      const staged = assets.newPath();
      try {
        const file = await stage(record.asset, publication, staged);
        await writeRecord(records, key, { ...record, ...(await describeFile(file, staged)) });
        await fillReserved(staged, target);
      } finally {
        await rm(staged, { force: true });
      }
    }
    await syncFolder(join(target, '..'));
    return { path: record.path, asset: record.asset };
  }

  /** Writes what will be published; answers whether it differs from the asset. */
  async function stage(
    asset: AssetRef,
    { embedWorkflow = false, run }: Publication,
    staged: string,
  ): Promise<'asset' | 'embedded'> {
    const source = assets.pathOf(asset);
    if (embed !== undefined && embedWorkflow && (await writeEmbedded({ source, target: staged, run, embed })))
      return 'embedded';
    await copySynced(source, staged);
    return 'asset';
  }

  async function publishNew(publication: Publication, asset: AssetRef): Promise<string> {
    const { prefix, key } = publication;
    const parts = safePath(
      prefix === '' || prefix.endsWith('/') ? `${prefix}image` : prefix,
      nameLimit - suffixBytes,
    );
    const name = parts.at(-1) ?? parts[0];
    const folders = parts.slice(0, -1);
    const folder = await makeOutputFolder(outputFolder, folders);
    const staged = assets.newPath();
    try {
      const kind = await stage(asset, publication, staged);
      const { ino: inode, size } = await stat(staged);
      const file = kind === 'asset' ? {} : { file: { byteLength: size, hash: '' } };
      for (;;) {
        const fileName = numberedName(name, await counter.next(folder, name), extensionOf[asset.mediaType]);
        const path = [...folders, fileName].join('/');
        const target = join(folder, fileName);
        await writeRecord(records, key, { asset, path, inode, ...file });
        let placed = await placeLink(staged, target);
        if (placed === 'unsupported') {
          await writeRecord(records, key, {
            asset,
            path,
            inode: null,
            ...(await describeFile(kind, staged)),
          });
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
        const known = await adopt(publication);
        if (known !== undefined) return known;
        const asset = await convertImage(publication.asset, publication.format, assets);
        return { path: await publishNew(publication, asset), asset };
      } catch (error) {
        const isAssetGone =
          errorCode(error) === 'ENOENT' &&
          existsSync(options.dataFolder) &&
          !(await assets.has(publication.asset));
        throw isAssetGone ? missingAsset(publication.asset) : describeDiskError(error);
      }
    },
  };
}

/** Size and hash of a staged file, for file systems where its number does not tell it. */
const describeFile = async (kind: 'asset' | 'embedded', staged: string) =>
  kind === 'asset'
    ? { file: undefined }
    : { file: { byteLength: (await stat(staged)).size, hash: await hashFile(staged) } };

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
