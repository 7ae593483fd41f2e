import { defineNode, port } from '#core/kit.ts';

const place = String.raw`(?:[1-9]\d{0,5}|last)`;

/** The places that `range` names, in its order, from 1; those beyond the batch are left out. */
function selectPlaces(range: string, length: number): number[] {
  return range.split(',').flatMap((part) => {
    const [from = 0, to = from] = part
      .split('-')
      .map((end) => (end.trim() === 'last' ? length : Number(end)));
    const [low, high] = [Math.max(1, Math.min(from, to)), Math.min(length, Math.max(from, to))];
    const places = Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index);
    return from > to ? places.toReversed() : places;
  });
}

export default defineNode({
  type: 'SelectImages',
  version: 1,
  title: 'Select Images',
  description: 'Picks images of a batch by their places, such as 1-3,5,last.',
  category: 'images',
  aliases: ['filter', 'pick', 'index', 'slice', 'Image From Batch'],
  effect: 'pure',
  inputs: {
    images: port.many(port.image()),
    range: port.pattern({
      pattern: `^\\s*${place}(?:\\s*-\\s*${place})?(?:\\s*,\\s*${place}(?:\\s*-\\s*${place})?)*\\s*$`,
      example: '1-3,5,last',
      initial: '1-last',
    }),
  },
  outputs: { images: port.many(port.image()) },
  execute: (context, { images, range }) => {
    const selected = selectPlaces(range, images.length).flatMap((number) => images[number - 1] ?? []);
    if (selected.length === 0) context.warn(`"${range}" names no image of the ${images.length} that came.`);
    return { images: selected };
  },
});
