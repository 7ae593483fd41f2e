import type { GalleryImage } from '#core/api/gallery.ts';

import type { LightboxImage } from '../state/session-store.ts';

/** An image of the gallery as the lightbox wants it. */
export const asLightboxImage = ({
  asset,
  demo,
  nodeTitle,
  workflow,
  run,
  node,
  costUsd,
  file,
  ...image
}: GalleryImage): LightboxImage => ({
  asset,
  demo,
  run,
  node,
  costUsd,
  file,
  caption: `${workflow} · ${nodeTitle} · ${asset.width} × ${asset.height}`,
  request:
    image.prompt === null
      ? null
      : {
          prompt: image.prompt,
          seed: image.seed,
          provider: image.provider ?? '',
          resolution: image.resolution ?? '',
        },
});
