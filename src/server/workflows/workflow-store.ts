import { lstat, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import type { OpenedWorkflow, SavedWorkflow } from '#core/api/workflows.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { errorCode, makeFolder, syncFolder, writeWhole } from '#platform/durable-file.ts';
import { placeLink } from '#platform/outputs/place-file.ts';
import { isSafePath } from '#platform/outputs/safe-path.ts';
import { makeSemaphore } from '#platform/semaphore.ts';

import { HttpError, invalidWorkflow, notFound } from '../http-error.ts';
import { etagOf, namesTag } from './etag.ts';

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
  /** Moves the file to `<data>/bin/workflows`. */
  remove(file: string): Promise<void>;
}

export function openWorkflowStore(dataFolder: string): WorkflowStore {
  const root = join(dataFolder, 'workflows');
  const bin = join(dataFolder, 'bin', 'workflows');
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
          file: relative(root, path).slice(0, -extension.length).split(sep).join('/'),
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
    const found = await lstat(path).catch(() => undefined);
    return found?.isFile() === true ? readFile(path, 'utf8') : undefined;
  }

  async function readExisting(file: string): Promise<string> {
    const text = await readText(file);
    if (text === undefined) throw notFound('workflow');
    return text;
  }

  /** Moves a file away under a name that nothing has. */
  async function moveToBin(path: string, file: string): Promise<void> {
    for (let number = 1; ; number += 1) {
      const target = join(bin, `${file}${number === 1 ? '' : `-${number}`}${extension}`);
      if (await moveWithoutReplacing(path, target)) return;
    }
  }

  return {
    async list() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      const paths = entries
        .filter((entry) => entry.isFile() && entry.name.endsWith(extension) && !entry.name.startsWith('.'))
        .map((entry) => join(entry.parentPath, entry.name));
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
        return { etag: etagOf(text) };
      }),
    remove: (file) =>
      changing(async () => {
        await readExisting(file);
        await moveToBin(await resolveFile(root, file), file);
      }),
  };
}

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
