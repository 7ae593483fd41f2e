import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { documentToPrompt } from './comfy/document-to-prompt.ts';
import { documentToUi } from './comfy/document-to-ui.ts';
import { fieldOf, sameJson, type JsonRecord } from './values.ts';

/** A document that travels in a file of ComfyUI's, and whether the rest of the file still says the same. */
export interface Carried {
  readonly document: WorkflowDocument;
  readonly unchanged: boolean;
}

/** The document in a workflow that Batchwork wrote for ComfyUI's editor. */
export function carriedByUi(workflow: JsonRecord, catalog: DescriptorCatalog): Carried | undefined {
  const document = parsed(fieldOf(fieldOf(fieldOf(workflow, 'extra'), 'batchwork'), 'document'));
  if (document === undefined) return undefined;
  return {
    document,
    unchanged: sameJson(asJson(documentToUi(document, { catalog, carry: true })), workflow),
  };
}

/** The document in an API prompt that Batchwork wrote. */
export function carriedByPrompt(prompt: JsonRecord, catalog: DescriptorCatalog): Carried | undefined {
  for (const node of Object.values(prompt)) {
    const document = parsed(fieldOf(fieldOf(fieldOf(node, '_meta'), 'batchwork'), 'document'));
    if (document === undefined) continue;
    return {
      document,
      unchanged: sameJson(asJson(documentToPrompt(document, catalog, { carry: true })), prompt),
    };
  }
  return undefined;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function parsed(value: unknown): WorkflowDocument | undefined {
  if (value === undefined) return undefined;
  const document = parseDocument(value);
  return document.ok ? document.document : undefined;
}

/**
 * After a change elsewhere: the import as the file has it now, with what only Batchwork knows of nodes that are still
 * there. `ids` leads from ids of the import to those of the carried document.
 */
export function withCarried(
  imported: WorkflowDocument,
  carried: WorkflowDocument,
  ids: ReadonlyMap<string, string>,
): WorkflowDocument {
  const known = new Map(carried.nodes.map((node) => [node.id, node]));
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  for (const { id } of imported.nodes) {
    const own = ids.get(id);
    if (own === undefined || taken.has(own)) continue;
    taken.add(own);
    renamed.set(id, own);
  }
  // Ids that the import gave by itself make way for those that the document had.
  for (const { id } of imported.nodes) {
    if (renamed.has(id)) continue;
    let free = id;
    for (let copy = 2; taken.has(free); copy += 1) free = `${id}-${copy}`;
    taken.add(free);
    renamed.set(id, free);
  }
  const idOf = (id: string): string => renamed.get(id) ?? id;
  return {
    ...imported,
    ...(carried.$schema === undefined ? {} : { $schema: carried.$schema }),
    name: carried.name,
    nodes: imported.nodes.map((node) => {
      const id = idOf(node.id);
      const before = known.get(id);
      return { ...(before?.type === node.type ? before : {}), ...node, id };
    }),
    edges: imported.edges.map(({ from, to }) => ({
      from: { ...from, node: idOf(from.node) },
      to: { ...to, node: idOf(to.node) },
    })),
  };
}
