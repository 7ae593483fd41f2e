/** Colours that a person may give to nodes, notes and groups: names in the file, so that both themes can show them. */
export const tints = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple'] as const;

const named: ReadonlySet<string> = new Set(tints);
const hexColor = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The CSS colour of an item's colour: one of ours by name, or a hex colour as other programs write; undefined for anything else. */
export function tintOf(color: string | undefined): string | undefined {
  if (color === undefined) return undefined;
  if (named.has(color)) return `var(--tint-${color})`;
  return hexColor.test(color) ? color : undefined;
}
