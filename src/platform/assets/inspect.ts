import { open } from 'node:fs/promises';

import { FailureError } from '#core/run/failure.ts';

import { foreignPixelLimit, loadSharp, withDecoder } from '../images/codec.ts';
import { sniffLength, sniffMediaType, type MediaType } from './media-type.ts';

export interface ImageFacts {
  readonly mediaType: MediaType;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
}

export const notAnImage = (message: string, detail?: string): FailureError =>
  new FailureError({
    code: 'invalid',
    message,
    retryable: false,
    charged: 'no',
    ...(detail === undefined ? {} : { detail }),
  });

/** Type and size from the head of an image file. The rest of the file is not looked at. */
export async function readFacts(path: string, pixelLimit: number): Promise<ImageFacts> {
  const handle = await open(path, 'r');
  let mediaType: MediaType | undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffLength), 0, sniffLength, 0);
    mediaType = sniffMediaType(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
  if (mediaType === undefined) throw notAnImage('This is no PNG, JPEG, WebP, GIF or AVIF image.');
  const sharp = await loadSharp();
  try {
    const { autoOrient } = await sharp(path, { pages: 1, limitInputPixels: false }).metadata();
    const { width, height } = autoOrient;
    if (width * height > pixelLimit)
      throw notAnImage(
        `The image is ${width} × ${height}; images of up to ${pixelLimit / 1e6} megapixels are taken.`,
      );
    return { mediaType, width, height };
  } catch (error) {
    throw asDamaged(error);
  }
}

/**
 * Decodes an image file to its last row and answers with its facts.
 * @throws FailureError `invalid` for anything that is not one whole image of an accepted type and size.
 */
export async function inspectImage(path: string): Promise<ImageFacts> {
  const facts = await readFacts(path, foreignPixelLimit);
  const sharp = await loadSharp();
  try {
    await withDecoder(async () => {
      const image = sharp(path, {
        failOn: 'truncated',
        limitInputPixels: foreignPixelLimit,
        pages: 1,
        sequentialRead: true,
      });
      const { width, height } = await image.metadata();
      // Asking for the last row decodes every row before it, at the memory of a few rows.
      await image
        .extract({ left: 0, top: height - 1, width, height: 1 })
        .raw()
        .toBuffer();
    });
  } catch (error) {
    throw asDamaged(error);
  }
  if (facts.mediaType === 'image/png' && !(await endsAsPng(path)))
    throw notAnImage('The image is incomplete: its end is missing.');
  return facts;
}

/** Decoders do not miss a PNG's closing chunk, but a file that was cut is no whole image. */
async function endsAsPng(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 65_536);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.includes('IEND\u00AEB`\u0082', 0, 'latin1');
  } finally {
    await handle.close();
  }
}

const asDamaged = (error: unknown): FailureError =>
  error instanceof FailureError
    ? error
    : notAnImage(
        'The image is damaged or incomplete and cannot be decoded.',
        error instanceof Error ? error.message.slice(0, 500) : String(error),
      );
