import { lstat, readdir, readFile, realpath, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import type { BinnedWorkflow, OpenedWorkflow, SavedWorkflow, WorkflowVersion } from '#core/api/workflows.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { errorCode, makeFolder, syncFolder, writeWhole } from '#platform/durable-file.ts';
import { openPlainFile } from '#platform/open-plain-file.ts';
import { placeLink } from '#platform/outputs/place-file.ts';
import { isSafePath } from '#platform/outputs/safe-path.ts';
import { makeSemaphore } from '#platform/semaphore.ts';

import { HttpError, invalidWorkflow, notFound } from '../http-error.ts';
import { etagOf, namesTag } from './etag.ts';
import { openVersionFolder } from './version-folder.ts';

const extension = '.json';

/** What a client knows of the file it writes: HTTP's If-Match and If-None-Match. */
export interface WriteCondition {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** Saved workflows: plain JSON files in `<data>/workflows`, which a person may also edit, move and keep in git. */
export interface WorkflowStore {
  list(): Promise<SavedWorkflow[]>;
  /** @throws HttpError 404, 422 for a file that holds no workflow. */
  read(file: string): Promise<OpenedWorkflow>;
  /** @throws HttpError 412 when the file is not what the condition says. */
  write(
    file: string,
    document: WorkflowDocument,
    condition: WriteCondition,
  ): Promise<{ etag: string; created: boolean }>;
  /** @throws HttpError 404, 409 when the new name is taken. */
  rename(file: string, to: string): Promise<{ etag: string }>;
  /** Moves the file to `<data>/bin/workflows`. Answers with its id there. */
  remove(file: string): Promise<string>;
  /** What stood in the file before, newest first; see `version-folder.ts`. */
  versions(file: string): Promise<WorkflowVersion[]>;
  /** @throws HttpError 404. */
  readVersion(file: string, version: string): Promise<WorkflowDocument>;
  /** What was deleted, newest first. */
  bin(): Promise<BinnedWorkflow[]>;
  /** Moves a workflow out of the bin, to `to` or, where that is taken, to that name with a number. @throws HttpError 404. */
  restore(id: string, to: string): Promise<{ file: string }>;
}

export function openWorkflowStore(dataFolder: string): WorkflowStore {
  const root = join(dataFolder, 'workflows');
  const bin = join(dataFolder, 'bin', 'workflows');
  const versions = openVersionFolder(join(dataFolder, 'versions'));
  const summaries = new Map<string, { stamp: string; summary: SavedWorkflow | undefined }>();
  // Changes happen one after the other, so that "read the tag, then write" cannot be overtaken.
  const changing = makeSemaphore(1);

  async function summarize(path: string): Promise<SavedWorkflow | undefined> {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() !== true) return undefined;
    const stamp = `${found.mtimeMs}-${found.size}`;
    const known = summaries.get(path);
    if (known?.stamp === stamp) return known.summary;
    const parsed = parseDocumentText(await readFile(path, 'utf8'));
    const summary = parsed.ok
      ? {
          file: fileOf(root, path),
          name: parsed.document.name,
          modifiedAt: found.mtimeMs,
          nodes: parsed.document.nodes.length,
        }
      : undefined;
    summaries.set(path, { stamp, summary });
    return summary;
  }

  async function readText(file: string): Promise<string | undefined> {
    const path = await resolveFile(root, file);
    const found = await openPlainFile(path);
    if (found === undefined) return undefined;
    try {
      return await found.handle.readFile('utf8');
    } finally {
      await found.handle.close();
    }
  }

  async function readExisting(file: string): Promise<string> {
    const text = await readText(file);
    if (text === undefined) throw notFound('workflow');
    return text;
  }

  /** Moves a file away under a name that nothing has. */
  async function moveToBin(path: string, file: string): Promise<string> {
    for (let number = 1; ; number += 1) {
      const id = `${file}${number === 1 ? '' : `-${number}`}`;
      const target = join(bin, `${id}${extension}`);
      if (!(await moveWithoutReplacing(path, target))) continue;
      const now = new Date();
      await utimes(target, now, now);
      return id;
    }
  }

  return {
    async list() {
      const paths = await workflowPaths(root);
      const found = await Promise.all(paths.map((path) => summarize(path)));
      return found.filter((summary) => summary !== undefined).toSorted((a, b) => b.modifiedAt - a.modifiedAt);
    },
    async read(file) {
      const text = await readExisting(file);
      const parsed = parseDocumentText(text);
      if (!parsed.ok) throw invalidWorkflow(parsed.diagnostics);
      return { file, etag: etagOf(text), document: parsed.document };
    },
    write: (file, document, { ifMatch, ifNoneMatch }) =>
      changing(async () => {
        const before = await readText(file);
        const changed = new HttpError(
          412,
          'workflow_changed',
          'The workflow was changed meanwhile, in another tab or on disk.',
          {
            etag: before === undefined ? null : etagOf(before),
          },
        );
        if (ifMatch !== undefined && (before === undefined || !namesTag(ifMatch, etagOf(before))))
          throw changed;
        if (ifNoneMatch !== undefined && before !== undefined && namesTag(ifNoneMatch, etagOf(before)))
          throw changed;
        const text = serializeDocument(document);
        const path = await resolveFile(root, file);
        if (before !== text) {
          // Someone who does not say what is replaced may not know that there is something.
          if (before !== undefined) await versions.keep(file, before, (await lstat(path)).mtimeMs);
          if (before !== undefined && ifMatch === undefined) await moveToBin(path, file);
          await writeWhole(path, text);
        }
        return { etag: etagOf(text), created: before === undefined };
      }),
    rename: (file, to) =>
      changing(async () => {
        const text = await readExisting(file);
        const [path, target] = [await resolveFile(root, file), await resolveFile(root, to)];
        if (path !== target && !(await moveWithoutReplacing(path, target)))
          throw new HttpError(409, 'name_taken', `There is a workflow named "${to}" already.`);
        if (path !== target) await versions.rename(file, to);
        return { etag: etagOf(text) };
      }),
    remove: (file) =>
      changing(async () => {
        await readExisting(file);
        return moveToBin(await resolveFile(root, file), file);
      }),
    versions: async (file) => {
      await resolveFile(root, file);
      return versions.list(file);
    },
    readVersion: async (file, version) => {
      await resolveFile(root, file);
      const document = await versions.read(file, version);
      if (document === undefined) throw notFound('version');
      return document;
    },
    async bin() {
      const paths = await workflowPaths(bin);
      const found = await Promise.all(
        paths.map(async (path): Promise<BinnedWorkflow | undefined> => {
          const parsed = parseDocumentText(await readFile(path, 'utf8'));
          return parsed.ok
            ? {
                id: fileOf(bin, path),
                name: parsed.document.name,
                nodes: parsed.document.nodes.length,
                deletedAt: (await lstat(path)).mtimeMs,
              }
            : undefined;
        }),
      );
      return found.filter((entry) => entry !== undefined).toSorted((a, b) => b.deletedAt - a.deletedAt);
    },
    restore: (id, to) =>
      changing(async () => {
        const path = await resolveFile(bin, id);
        if ((await lstat(path).catch(() => undefined))?.isFile() !== true) throw notFound('deleted workflow');
        for (let number = 1; ; number += 1) {
          const file = number === 1 ? to : `${to} ${number}`;
          const target = await resolveFile(root, file);
          if (!(await moveWithoutReplacing(path, target))) continue;
          return { file };
        }
      }),
  };
}

/** Paths of all files below a folder that may be workflows. */
async function workflowPaths(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A path as a workflow's name: below the folder, without the ending, with `/` for folders. */
const fileOf = (folder: string, path: string): string =>
  relative(folder, path).slice(0, -extension.length).split(sep).join('/');

/** Moves a file; false when the name is taken. */
async function moveWithoutReplacing(path: string, target: string): Promise<boolean> {
  await makeFolder(dirname(target));
  const placed = await placeLink(path, target);
  if (placed === 'taken') return false;
  if (placed === 'placed') await rm(path);
  else if ((await stat(target).catch(() => undefined)) === undefined) await rename(path, target);
  else return false;
  await Promise.all([syncFolder(dirname(target)), syncFolder(dirname(path))]);
  return true;
}

/**
 * The path of a workflow file, below the root whatever the name says. Where a link leads elsewhere, there is no file.
 */
async function resolveFile(root: string, file: string): Promise<string> {
  const parts = file.split('/');
  if (
    parts.length > 16 ||
    file.length > 512 ||
    parts.some((part) => part === '' || part.startsWith('.')) ||
    !isSafePath(`${file}${extension}`)
  )
    throw new HttpError(400, 'invalid_name', 'A workflow cannot have that name.');
  await makeFolder(root);
  const path = `${join(root, ...parts)}${extension}`;
  const [realRoot, realFolder] = [await realpath(root), await nearestReal(dirname(path))];
  const below = relative(realRoot, realFolder);
  if (below === '..' || below.startsWith(`..${sep}`)) throw notFound('workflow');
  return path;
}

async function nearestReal(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return nearestReal(dirname(folder));
  }
}
