import { fileURLToPath } from 'node:url';

import type { Catalog } from '#core/node/catalog.ts';
import type { NodeDefinition } from '#core/node/define-node.ts';
import { loadNodes } from '#platform/node-folder.ts';

/** The nodes that come with the product, loaded the way the product loads them. */
export const builtInNodes: Catalog = await loadNodes(fileURLToPath(new URL('../../nodes', import.meta.url)));

/** One of them; a type that is not there fails the test. */
export function builtIn(type: string): NodeDefinition {
  const definition = builtInNodes.definitions.get(type);
  if (definition === undefined) throw new Error(`There is no built-in node "${type}".`);
  return definition;
}
