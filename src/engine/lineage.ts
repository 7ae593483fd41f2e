import { isAssetRef, type AssetRef } from '#core/run/asset.ts';
import type { Item } from '#core/run/batch.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';

/** Answers with the seed of an image, once for each time the image is there. */
export type SeedLookup = (image: AssetRef) => number | undefined;

/** Looks seeds up in a list of images. The same bytes may stand there several times, each with a seed of its own. */
export function seedsByImage(
  images: readonly { readonly hash: string; readonly seed: number | undefined }[],
): SeedLookup {
  const queues = new Map<string, (number | undefined)[]>();
  for (const { hash, seed } of images) {
    const queue = queues.get(hash);
    if (queue === undefined) queues.set(hash, [seed]);
    else queue.push(seed);
  }
  return ({ hash }) => {
    const queue = queues.get(hash);
    return queue !== undefined && queue.length > 1 ? queue.shift() : queue?.[0];
  };
}

export const imagesOf = (items: readonly Item[]): { hash: string; seed: number | undefined }[] =>
  items.flatMap(({ value, seed }) => (isAssetRef(value) ? [{ hash: value.hash, seed }] : []));

/**
 * Seeds of what an execution put out, by output and place: its own seed; else that of the same image among its inputs;
 * else, for an image made of others, that of the first of them.
 */
export function carrySeeds(
  { items, seed }: { readonly items: readonly Item[]; readonly seed: number | undefined },
  outputs: OutputsByName,
): Readonly<Record<string, readonly (number | undefined)[]>> | undefined {
  const images = imagesOf(items);
  if (seed === undefined && images.every((image) => image.seed === undefined)) return undefined;
  const known = new Set(images.map(({ hash }) => hash));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, values]) => {
      const lookUp = seedsByImage(images);
      return [
        name,
        values.map((value) => {
          if (seed !== undefined || !isAssetRef(value)) return seed;
          return known.has(value.hash) ? lookUp(value) : images[0]?.seed;
        }),
      ];
    }),
  );
}
