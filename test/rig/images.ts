import type { AssetRef } from '#core/run/asset.ts';

/** Handle of an image that no store holds; the number tells it from others. */
export const image = (number: number): AssetRef => ({
  hash: number.toString(16).padStart(64, '0'),
  mediaType: 'image/png',
  byteLength: 1_000 + number,
  width: 64,
  height: 64,
});
