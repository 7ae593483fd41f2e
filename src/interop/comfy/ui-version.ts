import { fieldOf, isRecord, numberOf, type JsonRecord } from '../values.ts';

/** A workflow at version 1 as version 0.4 writes it: links as rows, the state as two numbers. Others stay as they are. */
export function toUiVersion04(workflow: JsonRecord): JsonRecord {
  const links = fieldOf(workflow, 'links');
  const objects = Array.isArray(links) && links.some((link) => isRecord(link));
  if (fieldOf(workflow, 'version') !== 1 && !objects) return workflow;
  const { state, reroutes, ...rest } = workflow;
  const extra = fieldOf(workflow, 'extra');
  const rows: unknown[] = [];
  const extensions: unknown[] = [];
  for (const link of Array.isArray(links) ? (links as unknown[]) : []) {
    if (!isRecord(link)) {
      rows.push(link);
      continue;
    }
    const { id, origin_id: from, origin_slot: slot, target_id: to, target_slot: into, type, parentId } = link;
    rows.push([id, from, slot, to, into, type]);
    // In 0.4 the way of a link through reroutes stands apart from it.
    if (parentId !== undefined) extensions.push({ id, parentId });
  }
  return {
    ...rest,
    last_node_id: numberOf(fieldOf(state, 'lastNodeId')) ?? highest(fieldOf(workflow, 'nodes')),
    last_link_id: numberOf(fieldOf(state, 'lastLinkId')) ?? highest(links),
    links: rows,
    extra: {
      ...(isRecord(extra) ? extra : {}),
      ...(reroutes === undefined ? {} : { reroutes }),
      ...(extensions.length === 0 ? {} : { linkExtensions: extensions }),
    },
    version: 0.4,
  };
}

const highest = (list: unknown): number =>
  (Array.isArray(list) ? (list as unknown[]) : []).reduce<number>(
    (most, element) => Math.max(most, numberOf(fieldOf(element, 'id')) ?? 0),
    0,
  );
