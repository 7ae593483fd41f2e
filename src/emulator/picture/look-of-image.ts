import sharp from 'sharp';

import { distance, toHex } from './colour.ts';
import { readJpegComment } from './jpeg-comment.ts';
import { lookFromHash, lookSchema, type Look } from './look.ts';
import { palettes } from './palettes.ts';

/** Begins the comment that every picture drawn here carries. */
const marker = 'batchwork-demo ';

/** The JPEG comment by which a picture hands its look on. */
export const lookComment = (look: Look): string => `${marker}${JSON.stringify(look)}`;

function drawnLook(bytes: Uint8Array): Look | undefined {
  const comment = readJpegComment(bytes);
  if (comment === undefined || !comment.startsWith(marker)) return undefined;
  try {
    return lookSchema.safeParse(JSON.parse(comment.slice(marker.length))).data;
  } catch {
    return undefined;
  }
}

/**
 * The look that a reference image asks for: the one it was drawn with here, or else the palette that comes closest to
 * its own colours. Undefined when the bytes are no image.
 */
export async function lookOfImage(
  bytes: Uint8Array,
): Promise<{ look: Look; drawnHere: boolean } | undefined> {
  const drawn = drawnLook(bytes);
  if (drawn !== undefined) return { look: drawn, drawnHere: true };
  try {
    const pixels = await sharp(bytes, { limitInputPixels: 100e6 })
      .resize(4, 4, { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    const colours = Array.from({ length: 16 }, (_, index) =>
      toHex([pixels[index * 3] ?? 0, pixels[index * 3 + 1] ?? 0, pixels[index * 3 + 2] ?? 0]),
    );
    const apart = (hues: readonly string[]): number =>
      colours.reduce((sum, colour) => sum + Math.min(...hues.map((hue) => distance(colour, hue))), 0);
    const [nearest] = palettes
      .map((palette) => ({
        name: palette.name,
        apart: apart([palette.far, palette.middle, palette.near, palette.ground, palette.accent]),
      }))
      .sort((a, b) => a.apart - b.apart);
    const look = lookFromHash(colours.join(''));
    return { look: { ...look, palette: nearest?.name ?? look.palette }, drawnHere: false };
  } catch {
    return undefined;
  }
}
