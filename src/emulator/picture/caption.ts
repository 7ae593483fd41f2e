import { box, path, place } from './svg.ts';
import { loadTypeface } from './typeface.ts';

const ellipsis = '…';

/** The start of a text that fits into a width, of characters that the typeface has. */
function fitting(text: string, size: number, width: number): string {
  const typeface = loadTypeface();
  const characters = Array.from(text.replaceAll(/\s+/g, ' ').trim()).filter((character) =>
    typeface.has(character),
  );
  let used = 0;
  let kept = '';
  for (const [index, character] of characters.entries()) {
    used += typeface.width(character, size);
    const last = index === characters.length - 1;
    if (used + (last ? 0 : typeface.width(ellipsis, size)) > width) return `${kept.trimEnd()}${ellipsis}`;
    kept += character;
  }
  return kept;
}

/** The mark in the corner and the strip with the start of the prompt. */
export function captions(options: {
  w: number;
  h: number;
  prompt: string;
  index: number;
  count: number;
  ink: string;
  cream: string;
}): string {
  const { w, h, ink, cream } = options;
  const typeface = loadTypeface();
  const mark = typeface.outline(`DEMO ${options.index + 1}/${options.count}`, 23);
  const pad = 16;
  const markWidth = mark.width + pad * 2;
  const strip = 46;
  const text = typeface.outline(fitting(options.prompt, 22, w - 64), 22);
  return (
    box([w - markWidth - 26, 26, markWidth, 42, 21], cream, { opacity: 0.92 }) +
    place(path(mark.path, ink), { x: w - markWidth - 26 + pad, y: 26 + 29.5 }) +
    box([0, h - strip, w, strip], ink, { opacity: 0.78 }) +
    place(path(text.path, cream), { x: 32, y: h - strip / 2 + 7.5 })
  );
}
