/** Most thumbnails that a node shows; a model makes at most 15 in one batch. */
const most = 16;

/** How many columns a node's preview has for so many images, and how many of them it shows. */
export function previewGrid(count: number): { columns: number; shown: number } {
  const shown = Math.min(count, most);
  return { shown, columns: shown <= 1 ? 1 : shown === 3 ? 3 : shown <= 4 ? 2 : shown <= 9 ? 3 : 4 };
}
