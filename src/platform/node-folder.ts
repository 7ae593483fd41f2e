import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { makeCatalog, type Catalog } from '#core/node/catalog.ts';
import { checkConformance } from '#core/node/conformance.ts';
import type { NodeDefinition } from '#core/node/define-node.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import { CustomNode, usualPatience, type NodePatience } from './custom-node/custom-node.ts';

type Loaded = { definition: NodeDefinition } | { diagnostic: Diagnostic };

/** The nodes that Batchwork brings along. They are part of it and run where it runs; any other file is a custom node. */
export const builtInFiles: ReadonlySet<string> = new Set([
  'combine.ts',
  'count.ts',
  'grid.ts',
  'load-images.ts',
  'merge-images.ts',
  'preview.ts',
  'prompt-list.ts',
  'prompt-template.ts',
  'prompt.ts',
  'resolution.ts',
  'save.ts',
  'seed.ts',
  'select-images.ts',
  'sequential-generate.ts',
]);

/** Custom nodes by path. One whose file did not change keeps its thread. */
const customNodes = new Map<string, { version: string; node: CustomNode; exported: Promise<unknown> }>();

/**
 * Loads every `*.ts` file of a folder as a node. A file that throws, does not conform or does not come to an end is
 * left out and named in the catalog's diagnostics; the others load all the same. Never throws.
 * A file that was changed since the last call is read anew.
 */
export async function loadNodes(
  folder: string,
  options: { patience?: Partial<NodePatience>; builtIn?: ReadonlySet<string> } = {},
): Promise<Catalog> {
  const { builtIn = builtInFiles } = options;
  const patience = { ...usualPatience, ...options.patience };
  let files: string[];
  try {
    files = await readdir(folder);
  } catch (error) {
    return makeCatalog([], [diagnose('The node folder', `cannot be read: ${describeError(error)}`)]);
  }
  const nodeFiles = files.filter((file) => /^[^._].*(?<!\.d|\.test)\.ts$/.test(file)).toSorted();
  const loaded = await Promise.all(
    nodeFiles.map((file) => loadNode(join(folder, file), builtIn.has(file) ? undefined : patience)),
  );
  return makeCatalog(
    loaded.flatMap((entry) => ('definition' in entry ? [entry.definition] : [])),
    loaded.flatMap((entry) => ('diagnostic' in entry ? [entry.diagnostic] : [])),
  );
}

/** `patience`: given for a custom node. */
async function loadNode(path: string, patience: NodePatience | undefined): Promise<Loaded> {
  const file = basename(path);
  try {
    const { mtimeMs, size } = await stat(path);
    // The query makes a changed file another module; an unchanged one comes from the module cache.
    const version = `${mtimeMs}-${size}`;
    const url = `${pathToFileURL(path).href}?v=${version}`;
    const exported =
      patience === undefined ? await importDefault(url) : await loadCustom({ path, version, url, patience });
    const checked = checkConformance(exported, file);
    return checked.ok
      ? { definition: checked.definition }
      : { diagnostic: diagnose(file, `is no node: ${checked.problems.join(' ')}`) };
  } catch (error) {
    return { diagnostic: diagnose(file, `could not be loaded: ${describeError(error)}`) };
  }
}

async function importDefault(url: string): Promise<unknown> {
  const module: unknown = await import(/* @vite-ignore */ url);
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
}

function loadCustom(options: {
  path: string;
  version: string;
  url: string;
  patience: NodePatience;
}): Promise<unknown> {
  const { path, version, url, patience } = options;
  const known = customNodes.get(path);
  if (known?.version === version) return known.exported;
  known?.node.retire();
  const node = new CustomNode(url, patience);
  const exported = node.load();
  customNodes.set(path, { version, node, exported });
  return exported;
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
