import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { WorkflowVersion } from '#core/api/workflows.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { makeFolder, writeWhole } from '#platform/durable-file.ts';

import { keptVersions } from './kept-versions.ts';

const extension = '.json';

/** Former texts of workflow files: one folder a file, one JSON file a version, named by the time it was saved. */
export interface VersionFolder {
  /** Keeps a text that is about to be replaced, and lets go of versions that lie too close together. */
  keep(file: string, text: string, savedAt: number): Promise<void>;
  /** Newest first. */
  list(file: string): Promise<WorkflowVersion[]>;
  read(file: string, version: string): Promise<WorkflowDocument | undefined>;
  /** Takes the versions of a renamed file along. */
  rename(file: string, to: string): Promise<void>;
}

export function openVersionFolder(root: string): VersionFolder {
  const folderOf = (file: string): string => join(root, ...`${file}${extension}`.split('/'));
  const versionsIn = async (folder: string): Promise<number[]> => {
    const names = await readdir(folder).catch(() => []);
    return names
      .map((name) => /^(\d{1,16})\.json$/.exec(name)?.[1])
      .filter((time) => time !== undefined)
      .map(Number)
      .toSorted((a, b) => b - a);
  };
  const pathOf = (file: string, version: number): string => join(folderOf(file), `${version}${extension}`);
  const readOne = async (file: string, version: number): Promise<WorkflowDocument | undefined> => {
    const parsed = parseDocumentText(await readFile(pathOf(file, version), 'utf8').catch(() => ''));
    return parsed.ok ? parsed.document : undefined;
  };
  return {
    async keep(file, text, savedAt) {
      const folder = folderOf(file);
      const existing = await versionsIn(folder);
      // Two saves within a millisecond have names of their own.
      let time = Math.round(savedAt);
      while (existing.includes(time)) time += 1;
      await makeFolder(folder);
      await writeWhole(pathOf(file, time), text);
      const all = [time, ...existing].toSorted((a, b) => b - a);
      const kept = new Set(keptVersions(all));
      await Promise.all(
        all.filter((version) => !kept.has(version)).map((version) => rm(pathOf(file, version))),
      );
    },
    async list(file) {
      const found = await Promise.all(
        (await versionsIn(folderOf(file))).map(async (time): Promise<WorkflowVersion | undefined> => {
          const document = await readOne(file, time);
          return document === undefined
            ? undefined
            : { id: String(time), savedAt: time, name: document.name, nodes: document.nodes.length };
        }),
      );
      return found.filter((version) => version !== undefined);
    },
    read: async (file, version) => (/^\d{1,16}$/.test(version) ? readOne(file, Number(version)) : undefined),
    async rename(file, to) {
      const versions = await versionsIn(folderOf(file));
      if (versions.length === 0) return;
      await makeFolder(folderOf(to));
      for (const version of versions) {
        await rename(pathOf(file, version), pathOf(to, version));
      }
    },
  };
}
