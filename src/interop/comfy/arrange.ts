import type { Position } from '#core/document/schema.ts';

const columnWidth = 360;
const rowGap = 60;
const usualHeight = 220;

/** Lays nodes out in columns by how far they are from the start, for formats that know no positions. Linear. */
export function arrange(
  ids: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, Position> {
  const waiting = new Map(ids.map((id) => [id, 0]));
  const targets = new Map<string, string[]>();
  for (const { from, to } of links) {
    if (!waiting.has(from) || !waiting.has(to)) continue;
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const list = targets.get(from);
    if (list === undefined) targets.set(from, [to]);
    else list.push(to);
  }
  const columns = new Map<string, number>(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  // The list grows while it is walked; nodes on a circle never get ready and stay in the first column.
  for (const id of ready)
    for (const to of targets.get(id) ?? []) {
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  const heights = new Map<number, number>();
  return new Map(
    ids.map((id) => {
      const column = columns.get(id) ?? 0;
      const y = heights.get(column) ?? 0;
      heights.set(column, y + usualHeight + rowGap);
      return [id, { x: Math.min(column * columnWidth, 9e6), y: Math.min(y, 9e6) }];
    }),
  );
}
