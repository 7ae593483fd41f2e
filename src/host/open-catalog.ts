import type { NodePatience } from '#platform/custom-node/custom-node.ts';
import { loadNodes, watchNodes } from '#platform/node-folder.ts';

import type { CatalogSource } from './host.ts';

/** Loads the node folder, and again whenever it changes if `watch` is given. */
export async function openCatalog(
  folder: string,
  { watch, patience = {} }: { watch?: AbortSignal | undefined; patience?: Partial<NodePatience> | undefined },
): Promise<CatalogSource> {
  let current = await loadNodes(folder, { patience });
  const listeners = new Set<() => void>();
  const reload = async (): Promise<void> => {
    current = await loadNodes(folder, { patience });
    for (const listener of listeners) listener();
  };
  if (watch !== undefined) watchNodes(folder, () => void reload(), watch);
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
