import type { ByteSource, Part } from './byte-source.ts';
import { imageKind } from './image-kind.ts';
import { planJpeg, readJpegTexts } from './jpeg.ts';
import { planPng, readPngTexts } from './png.ts';
import { planWebp, readWebpTexts } from './webp.ts';

const readers = { png: readPngTexts, jpeg: readJpegTexts, webp: readWebpTexts } as const;
const planners = { png: planPng, jpeg: planJpeg, webp: planWebp } as const;

/** Texts that an image carries, by their key in lower case; undefined when the file is no image that can carry any. */
export async function readImageTexts(source: ByteSource): Promise<ReadonlyMap<string, string> | undefined> {
  const kind = imageKind(await source.read(0, 12));
  return kind === undefined ? undefined : readers[kind](source);
}

/**
 * Says how to write the same picture with these texts (ASCII alone): not one byte of the picture itself changes.
 * Undefined when the image cannot carry texts.
 */
export async function planImageTexts(
  source: ByteSource,
  texts: ReadonlyMap<string, string>,
): Promise<readonly Part[] | undefined> {
  const kind = imageKind(await source.read(0, 12));
  return kind === undefined ? undefined : planners[kind](source, texts);
}
