import { z } from 'zod';

import { assetRefSchema, type AssetRef } from '#core/run/asset.ts';

/** Type under which dragged results travel from the gallery to the canvas. */
export const imageDragType = 'application/x-batchwork-images';

export const writeDraggedImages = (images: readonly AssetRef[]): string => JSON.stringify(images);

/** The dragged images; none when it is something else. */
export function readDraggedImages(text: string): readonly AssetRef[] {
  try {
    return z.array(assetRefSchema).parse(JSON.parse(text));
  } catch {
    return [];
  }
}
