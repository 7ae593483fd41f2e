import type { WorkflowDocument } from '#core/document/schema.ts';

/** Nodes and notes whose upper left corner lies in the group's frame. */
export function groupMembers(document: WorkflowDocument, id: string): readonly string[] {
  const group = document.groups.find((candidate) => candidate.id === id);
  if (group === undefined) return [];
  const { position, size } = group;
  return [...document.nodes, ...document.notes]
    .filter(
      ({ position: { x, y } }) =>
        x >= position.x && x <= position.x + size.width && y >= position.y && y <= position.y + size.height,
    )
    .map((item) => item.id);
}
