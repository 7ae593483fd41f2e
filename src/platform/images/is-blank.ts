import { loadSharp, storedPixelLimit, withDecoder } from './codec.ts';

/** Longest side of the small picture that is looked at first. */
const glanceSide = 32;

/** Steps of 256 that the values of one plain colour may lie apart after compression. */
const tolerance = 6;

/**
 * Whether a picture of the store is one plain colour from edge to edge. A small version tells most pictures apart; what
 * is plain there is looked at pixel by pixel, since a fine pattern vanishes when it is made small.
 */
export async function isBlank(path: string): Promise<boolean> {
  const sharp = await loadSharp();
  const open = () => sharp(path, { limitInputPixels: storedPixelLimit, pages: 1, sequentialRead: true });
  return withDecoder(async () => {
    const { data, info } = await open()
      .resize(glanceSide, glanceSide, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return isPlain(data, info.channels) && isUniform((await open().stats()).channels);
  });
}

const isPlain = (values: Uint8Array, channels: number): boolean => {
  for (let channel = 0; channel < channels; channel += 1) {
    let least = 255;
    let most = 0;
    for (let at = channel; at < values.length; at += channels) {
      const value = values[at] ?? 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (most - least > tolerance) return false;
  }
  return true;
};

const isUniform = (channels: readonly { readonly min: number; readonly max: number }[]): boolean =>
  channels.every(({ min, max }) => max - min <= tolerance);
