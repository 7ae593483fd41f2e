import { constants } from 'node:fs';
import { copyFile, readdir, rm } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

import type { AssetRef } from '#core/run/asset.ts';

import type { LocalAssetStore } from '../assets/open-asset-store.ts';
import { errorCode, makeFolder, syncFolder } from '../durable-file.ts';
import { openPlainFile } from '../open-plain-file.ts';
import { isSafeName, isSafePath } from '../outputs/safe-path.ts';
import { resolveBelow } from '../resolve-below.ts';

export interface InputFile {
  readonly name: string;
  /** With `/`; empty for the folder itself. */
  readonly subfolder: string;
}

/** Image files that people and programs put in by name, as ComfyUI's `input` folder has them. */
export interface InputStore {
  readonly folder: string;
  /**
   * Keeps a whole image under its name. The same bytes again answer with the file that is there; other bytes get the
   * next free name, or replace the file when `overwrite` says so. Undefined when the name is none.
   * @throws FailureError `invalid` for bytes that are no image.
   */
  add(bytes: Uint8Array, file: InputFile & { overwrite?: boolean }): Promise<InputFile | undefined>;
  /** The image of a file (`subfolder/name`), in the asset store; undefined when there is none. */
  find(path: string): Promise<AssetRef | undefined>;
  /** Names of all files, with subfolders, sorted. */
  list(): Promise<string[]>;
}

/** Most names that are tried for one file. */
const nameTries = 10_000;

export function openInputStore(folder: string, assets: LocalAssetStore): InputStore {
  const read = async (path: string): Promise<AssetRef | undefined> => {
    const found = await resolveBelow(folder, path);
    const file = found === undefined ? undefined : await openPlainFile(found);
    if (file === undefined) return undefined;
    try {
      return await assets.putStream(file.handle.createReadStream({ autoClose: false }));
    } finally {
      await file.handle.close();
    }
  };

  async function place(asset: AssetRef, target: string, overwrite: boolean): Promise<boolean> {
    if (overwrite) await rm(target, { force: true });
    try {
      await copyFile(assets.pathOf(asset), target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
    return true;
  }

  return {
    folder,
    async add(bytes, { name, subfolder, overwrite = false }) {
      if (!isSafeName(name) || (subfolder !== '' && !isSafePath(subfolder))) return undefined;
      const asset = await assets.put(bytes);
      const target = join(folder, ...subfolder.split('/'));
      await makeFolder(target);
      if (subfolder !== '' && (await resolveBelow(folder, subfolder)) === undefined) return undefined;
      const extension = extname(name);
      const stem = name.slice(0, name.length - extension.length);
      for (let tried = 0; tried < nameTries; tried += 1) {
        const numbered = tried === 0 ? name : `${stem} (${tried})${extension}`;
        if (await place(asset, join(target, numbered), overwrite)) {
          await syncFolder(target);
          return { name: numbered, subfolder };
        }
        const standing = await read(subfolder === '' ? numbered : `${subfolder}/${numbered}`).catch(
          () => undefined,
        );
        if (standing?.hash === asset.hash) return { name: numbered, subfolder };
      }
      return undefined;
    },
    find: read,
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
        .sort();
    },
  };
}
