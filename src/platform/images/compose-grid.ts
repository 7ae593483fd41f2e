import { rm } from 'node:fs/promises';

import type { Sharp } from 'sharp';

import type { GridOptions } from '#core/node/context.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { ImageWork } from '#core/run/capabilities.ts';
import { FailureError } from '#core/run/failure.ts';

import type { LocalAssetStore } from '../assets/open-asset-store.ts';
import { loadSharp, openStored, storedPixelLimit, withDecoder } from './codec.ts';
import { imageTrouble } from './convert.ts';
import { encodeAs } from './encode.ts';
import { layOutGrid, type GridLayout } from './grid-layout.ts';
import { isBlank } from './is-blank.ts';
import { drawLabel } from './label.ts';

/** Longest side that each format can hold, in pixels. */
const sideLimit = { png: 1_000_000, jpeg: 65_500, webp: 16_383 } as const;
/** Pixels of one sheet; a larger one would take minutes and gigabytes. */
const sheetPixelLimit = 600_000_000;

/** Image work by sharp; results stand in the asset store. */
export function makeImageWork(assets: LocalAssetStore): ImageWork {
  return {
    isBlank: (asset) => isBlank(assets.pathOf(asset)),
    async composeGrid(images, options, signal) {
      signal.throwIfAborted();
      if (images.length === 0) throw invalid('A grid needs at least one image.');
      const layout = layOutGrid(images, options);
      checkSheet(layout, options);
      const temporary: string[] = [];
      try {
        const tiles: string[] = [];
        for (const [index, image] of images.entries()) {
          const place = layout.places[index];
          const source = assets.pathOf(image);
          if (place === undefined || (await canJoin(source, image, place))) {
            tiles.push(source);
            continue;
          }
          signal.throwIfAborted();
          const tile = assets.newPath();
          temporary.push(tile);
          await withDecoder(() => drawTile(source, tile, place));
          tiles.push(tile);
        }
        signal.throwIfAborted();
        const result = assets.newPath();
        temporary.push(result);
        await withDecoder(() => drawSheet(tiles, layout, options, result));
        signal.throwIfAborted();
        return await assets.adopt(result);
      } catch (error) {
        throw signal.aborted ? signal.reason : imageTrouble('The grid could not be drawn.', error);
      } finally {
        await Promise.all(temporary.map((path) => rm(path, { force: true })));
      }
    },
  };
}

/** Whether libvips can join the file as it is: right size, upright, plain sRGB without a profile to convert. */
async function canJoin(
  path: string,
  image: AssetRef,
  place: { width: number; height: number },
): Promise<boolean> {
  if (image.width !== place.width || image.height !== place.height) return false;
  const sharp = await loadSharp();
  const facts = await sharp(path, { limitInputPixels: false }).metadata();
  return (
    facts.space === 'srgb' &&
    facts.channels === 3 &&
    facts.depth === 'uchar' &&
    !facts.hasProfile &&
    (facts.orientation ?? 1) === 1 &&
    (facts.pages ?? 1) === 1
  );
}

/** Draws one image at its size on the sheet, upright and in sRGB. */
async function drawTile(
  source: string,
  target: string,
  { width, height }: { width: number; height: number },
): Promise<void> {
  const image = await openStored(source);
  await image
    .resize({ width, height, fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toFile(target);
}

async function drawSheet(
  tiles: readonly string[],
  layout: GridLayout,
  options: GridOptions,
  target: string,
): Promise<void> {
  const sheet = await joinTiles(tiles, layout, options);
  const labelled = options.labels ? sheet.composite(labels(layout)) : sheet;
  await encodeAs(labelled, options.format, options.background).toFile(target);
}

async function joinTiles(
  tiles: readonly string[],
  { columns }: GridLayout,
  { gap, background }: GridOptions,
): Promise<Sharp> {
  const [only] = tiles;
  if (only !== undefined && tiles.length === 1) return openStored(only);
  const sharp = await loadSharp();
  return sharp([...tiles], {
    failOn: 'truncated',
    limitInputPixels: storedPixelLimit,
    // Rows of a sheet are read once from top to bottom, so that no picture is ever whole in memory.
    sequentialRead: true,
    join: { across: columns, shim: gap, background, halign: 'centre', valign: 'centre' },
  });
}

/** A number in the top left corner of every image, large enough to read on a thumbnail of the sheet. */
function labels({ cell, places }: GridLayout): { input: Buffer; left: number; top: number }[] {
  const height = Math.max(18, Math.min(240, Math.round(Math.min(cell.width, cell.height) * 0.07)));
  return places.flatMap((place, index) => {
    const label = drawLabel(index + 1, height);
    const margin = Math.round(height * 0.45);
    const fits = place.width >= label.width + 2 * margin && place.height >= label.height + 2 * margin;
    return fits
      ? [{ input: Buffer.from(label.svg), left: place.left + margin, top: place.top + margin }]
      : [];
  });
}

function checkSheet({ sheet }: GridLayout, { format }: GridOptions): void {
  const { width, height } = sheet;
  const hint = 'Choose a smaller cell size.';
  if (width * height > sheetPixelLimit)
    throw invalid(
      `The grid would be ${width} × ${height} pixels, more than ${sheetPixelLimit / 1e6} megapixels. ${hint}`,
    );
  if (Math.max(width, height) > sideLimit[format])
    throw invalid(
      `The grid would be ${width} × ${height} pixels; ${format} holds at most ${sideLimit[format]} on a side. ${hint}`,
    );
}

const invalid = (message: string): FailureError =>
  new FailureError({ code: 'invalid', message, retryable: false, charged: 'no' });
