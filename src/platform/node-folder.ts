import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { makeCatalog, type Catalog } from '#core/node/catalog.ts';
import { checkConformance } from '#core/node/conformance.ts';
import type { NodeDefinition } from '#core/node/define-node.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

type Loaded = { definition: NodeDefinition } | { diagnostic: Diagnostic };

/**
 * Loads every `*.ts` file of a folder as a node. A file that throws, does not conform or does not come to an end is
 * left out and named in the catalog's diagnostics; the others load all the same. Never throws.
 * A file that was changed since the last call is read anew.
 */
export async function loadNodes(folder: string, options: { timeoutMs?: number } = {}): Promise<Catalog> {
  const { timeoutMs = 10_000 } = options;
  let files: string[];
  try {
    files = await readdir(folder);
  } catch (error) {
    return makeCatalog([], [diagnose('The node folder', `cannot be read: ${describeError(error)}`)]);
  }
  const nodeFiles = files.filter((file) => /^[^._].*(?<!\.d|\.test)\.ts$/.test(file)).toSorted();
  const loaded = await Promise.all(nodeFiles.map((file) => loadNode(folder, file, timeoutMs)));
  return makeCatalog(
    loaded.flatMap((entry) => ('definition' in entry ? [entry.definition] : [])),
    loaded.flatMap((entry) => ('diagnostic' in entry ? [entry.diagnostic] : [])),
  );
}

async function loadNode(folder: string, file: string, timeoutMs: number): Promise<Loaded> {
  const path = join(folder, file);
  let timer: NodeJS.Timeout | undefined;
  try {
    const { mtimeMs, size } = await stat(path);
    // The query makes a changed file another module; an unchanged one comes from the module cache.
    const module: unknown = await Promise.race([
      import(/* @vite-ignore */ `${pathToFileURL(path).href}?v=${mtimeMs}-${size}`),
      new Promise((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error(`it did not finish loading within ${timeoutMs / 1000} s`)),
          timeoutMs,
        );
      }),
    ]);
    const exported: unknown =
      typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    const checked = checkConformance(exported, file);
    return checked.ok
      ? { definition: checked.definition }
      : { diagnostic: diagnose(file, `is no node: ${checked.problems.join(' ')}`) };
  } catch (error) {
    return { diagnostic: diagnose(file, `could not be loaded: ${describeError(error)}`) };
  } finally {
    clearTimeout(timer);
  }
}

const diagnose = (file: string, message: string): Diagnostic => ({
  code: 'node-file',
  severity: 'error',
  message: `${file} ${message}`,
});

const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Calls `onChange` after files of the node folder were written, added or deleted, until aborted. For development. */
export function watchNodes(folder: string, onChange: () => void, signal: AbortSignal): void {
  let timer: NodeJS.Timeout | undefined;
  // An editor writes a file in several steps; one call after the last of them is enough.
  const watcher = watch(folder, { signal }, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, 100);
  });
  watcher.on('error', () => watcher.close());
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}
