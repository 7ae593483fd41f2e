import type { Diagnostic } from '../run/diagnostic.ts';
import type { NodeDefinition } from './define-node.ts';
import { describe, type NodeDescriptor } from './descriptor.ts';

/** Descriptors by type: all that `validate` needs, on the server and in the browser. */
export type DescriptorCatalog = ReadonlyMap<string, NodeDescriptor>;

/** Everything known about the nodes of this installation. Immutable; loading again makes a new one. */
export interface Catalog {
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly descriptors: DescriptorCatalog;
  /** Node files that could not be taken in, each with the reason. */
  readonly diagnostics: readonly Diagnostic[];
}

export function makeCatalog(
  definitions: readonly NodeDefinition[],
  diagnostics: readonly Diagnostic[] = [],
): Catalog {
  return {
    definitions: new Map(definitions.map((definition) => [definition.type, definition])),
    descriptors: new Map(definitions.map((definition) => [definition.type, describe(definition)])),
    diagnostics,
  };
}
