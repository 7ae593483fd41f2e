import type { Sharp } from 'sharp';

import { makeSemaphore } from '../semaphore.ts';

type SharpModule = typeof import('sharp').default;
let loading: Promise<SharpModule> | undefined;

/** sharp, loaded when first needed: the command line starts without it. */
export const loadSharp = (): Promise<SharpModule> =>
  (loading ??= import('sharp').then(({ default: sharp }) => {
    // Files are content-addressed and looked at once; libvips' cache would only hold memory.
    sharp.cache(false);
    limitLoaders(sharp);
    return sharp;
  }));

const rasterLoaders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].flatMap((type) => [
  `VipsForeignLoad${type}File`,
  `VipsForeignLoad${type}Buffer`,
]);

/**
 * Switches off every decoder of libvips but those of the five types that are taken. Images from outside are always
 * opened as files; SVG is read from memory alone, where only drawings of our own stand.
 */
function limitLoaders(sharp: SharpModule): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: [...rasterLoaders, 'VipsForeignLoadSvgBuffer'] });
}

/** Decoding is where memory goes (a 100-megapixel picture needs 300 MB), so at most two at a time in this process. */
export const withDecoder = makeSemaphore(2);

/** Pixels of an image that comes from outside; more is a decompression bomb. */
export const foreignPixelLimit = 100_000_000;
/** Pixels of an image that stands in the store, our own sheets included. */
export const storedPixelLimit = 1_000_000_000;

/** Opens a file of the asset store, upright. */
export async function openStored(path: string): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(path, {
    autoOrient: true,
    failOn: 'truncated',
    limitInputPixels: storedPixelLimit,
    pages: 1,
    sequentialRead: true,
  });
}
