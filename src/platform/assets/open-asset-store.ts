import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { AssetRef } from '#core/run/asset.ts';
import type { AssetStore } from '#core/run/capabilities.ts';
import { FailureError } from '#core/run/failure.ts';

import { describeDiskError, errorCode, makeFolder, syncFolder } from '../durable-file.ts';
import { storedPixelLimit } from '../images/codec.ts';
import { inspectImage, readFacts, type ImageFacts } from './inspect.ts';
import { extensionOf, type MediaType } from './media-type.ts';
import { openStaging, type StagedFile } from './staging.ts';
import { makeThumbnails, type ThumbnailSize } from './thumbnails.ts';

export interface StoredAsset {
  readonly path: string;
  readonly mediaType: MediaType;
  readonly byteLength: number;
}

/** The asset store in a folder, with what only a local one can do. */
export interface LocalAssetStore extends AssetStore {
  /**
   * Like `put`, at constant memory. With `keepRejected`, bytes that are no whole image stay in `<data>/rejected`: they
   * were paid for and may be of use to a person.
   */
  putStream(chunks: AsyncIterable<Uint8Array>, options?: { keepRejected?: boolean }): Promise<AssetRef>;
  /** Takes over an image file of our own making from a `newPath`, without decoding it again. */
  adopt(path: string): Promise<AssetRef>;
  /** A name for a new file on the store's file system; what is not adopted has to be removed by the caller. */
  newPath(): string;
  /** The file of an asset by its address alone; undefined when there is none. Never leaves the store's folder. */
  find(hash: string): Promise<StoredAsset | undefined>;
  /** The handle of an asset by its address alone; undefined when there is none. */
  describe(hash: string): Promise<AssetRef | undefined>;
  pathOf(asset: AssetRef): string;
  /** Path of a WebP that is at most `size` pixels long; undefined when there is no such asset. */
  thumbnail(hash: string, size: ThumbnailSize): Promise<string | undefined>;
}

/** Opens the store in `<data>/assets`: plain files `ab/<hash>.<ext>`, complete and durable as soon as they have their name. */
export async function openAssetStore(dataFolder: string): Promise<LocalAssetStore> {
  const root = join(dataFolder, 'assets');
  const staging = await openStaging(join(dataFolder, 'staging'));

  const pathFor = (hash: string, mediaType: MediaType): string =>
    join(root, hash.slice(0, 2), `${hash}.${extensionOf[mediaType]}`);

  async function find(hash: string): Promise<StoredAsset | undefined> {
    if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
    for (const mediaType of Object.keys(extensionOf) as MediaType[]) {
      const path = pathFor(hash, mediaType);
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() === true) return { path, mediaType, byteLength: found.size };
    }
    return undefined;
  }

  async function takeIn(
    staged: StagedFile,
    examine: (path: string) => Promise<ImageFacts>,
  ): Promise<AssetRef> {
    const { hash, byteLength } = staged;
    const known = await find(hash);
    if (known?.byteLength === byteLength) {
      await rm(staged.path, { force: true });
      return { hash, byteLength, ...(await readFacts(known.path, storedPixelLimit)) };
    }
    const [facts] = await Promise.all([examine(staged.path), syncFile(staged.path)]);
    const path = pathFor(hash, facts.mediaType);
    await makeFolder(dirname(path));
    // Whatever stands under this name has the same bytes, so that replacing it is harmless.
    await rename(staged.path, path);
    await syncFolder(dirname(path));
    return { hash, byteLength, ...facts };
  }

  async function putStream(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: { keepRejected?: boolean } = {},
  ): Promise<AssetRef> {
    let staged: StagedFile | undefined;
    try {
      staged = await staging.write(chunks);
      return await takeIn(staged, inspectImage);
    } catch (error) {
      if (staged !== undefined)
        await (options.keepRejected === true && staged.byteLength > 0 && error instanceof FailureError
          ? reject(staged)
          : rm(staged.path, { force: true }));
      throw describeDiskError(error);
    }
  }

  async function reject(staged: StagedFile): Promise<void> {
    await makeFolder(join(dataFolder, 'rejected'));
    await rename(staged.path, join(dataFolder, 'rejected', staged.hash));
  }

  return {
    putStream,
    find,
    describe: async (hash) => {
      const found = await find(hash);
      if (found === undefined) return undefined;
      const { path, byteLength } = found;
      return { hash, byteLength, ...(await readFacts(path, storedPixelLimit)) };
    },
    newPath: () => staging.newPath(),
    pathOf: (asset) => pathFor(asset.hash, asset.mediaType),
    put: (bytes, options) => putStream([bytes], options),
    thumbnail: makeThumbnails(join(dataFolder, 'cache', 'thumbnails'), find),
    has: async (asset) => (await find(asset.hash))?.byteLength === asset.byteLength,
    async read(asset) {
      try {
        return new Uint8Array(await readFile(pathFor(asset.hash, asset.mediaType)));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw describeDiskError(error);
        throw missingAsset(asset);
      }
    },
    async adopt(path) {
      try {
        return await takeIn(await describeFile(path), (file) => readFacts(file, storedPixelLimit));
      } catch (error) {
        throw describeDiskError(error);
      }
    },
  };
}

/** An image that the store does not have, though somebody counts on it. */
export const missingAsset = ({ hash }: AssetRef): FailureError =>
  new FailureError({
    code: 'not-found',
    message: 'An image of this workflow is not in the data folder any more. Add it again.',
    retryable: false,
    charged: 'no',
    detail: hash,
  });

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function describeFile(path: string): Promise<StagedFile> {
  const digest = createHash('sha256');
  const handle = await open(path, 'r');
  let byteLength = 0;
  for await (const chunk of handle.createReadStream()) {
    digest.update(chunk);
    byteLength += chunk.length;
  }
  return { path, hash: digest.digest('hex'), byteLength };
}
