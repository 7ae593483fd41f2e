import { rm } from 'node:fs/promises';

import type { AssetRef } from '#core/run/asset.ts';
import { FailureError } from '#core/run/failure.ts';

import type { LocalAssetStore } from '../assets/open-asset-store.ts';
import { openStored, withDecoder } from './codec.ts';
import { encodeAs, type EncodedFormat } from './encode.ts';

/** An image in another format as a new asset; the same asset when it has the format already, byte for byte. */
export async function convertImage(
  asset: AssetRef,
  format: 'original' | EncodedFormat,
  assets: LocalAssetStore,
): Promise<AssetRef> {
  if (format === 'original' || asset.mediaType === `image/${format}`) return asset;
  const path = assets.newPath();
  try {
    await withDecoder(async () => {
      const image = await openStored(assets.pathOf(asset));
      await encodeAs(image.keepIccProfile(), format).toFile(path);
    });
    return await assets.adopt(path);
  } catch (error) {
    throw imageTrouble(`The image could not be written as ${format}.`, error);
  } finally {
    await rm(path, { force: true });
  }
}

/** What libvips throws, as a failure with a sentence; failures and disk errors stay what they are. */
export function imageTrouble(message: string, error: unknown): unknown {
  if (error instanceof FailureError || (error instanceof Error && 'code' in error)) return error;
  return new FailureError({
    code: 'node-failed',
    message,
    retryable: false,
    charged: 'no',
    detail: error instanceof Error ? error.message.slice(0, 2048) : String(error),
  });
}
