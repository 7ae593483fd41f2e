import { createReadStream } from 'node:fs';

import { makeZip } from 'client-zip';
import { Hono } from 'hono';
import { z } from 'zod';

import {
  changeGallerySchema,
  downloadGallerySchema,
  type GalleryImage,
  type GalleryPage,
} from '#core/api/gallery.ts';
import type { LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import type { Gallery } from '#platform/gallery/open-gallery.ts';

import { HttpError, notFound } from '../http-error.ts';
import { readJson } from '../read-json.ts';
import { fileNamer } from './file-namer.ts';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const querySchema = z.object({
  before: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  workflow: z.string().max(512).optional(),
  node: z.string().max(512).optional(),
  run: z.string().max(128).optional(),
  favourite: flag.optional(),
  bin: flag.optional(),
});

/** `/api/batchwork/gallery`: every image that runs made; marks on them; many of them as one file. */
export function galleryRoutes(options: {
  readonly gallery: Gallery;
  readonly assets: LocalAssetStore;
  /** Told after a mark was changed. */
  readonly onChange: () => void;
}): Hono {
  const { gallery, assets, onChange } = options;

  /** Files are opened one after the other, each when its turn has come. */
  async function* entries(images: readonly GalleryImage[]) {
    const nameOf = fileNamer();
    for (const image of images) {
      const found = await assets.find(image.asset.hash);
      if (found === undefined) continue;
      yield {
        name: nameOf(image),
        lastModified: new Date(image.at),
        size: found.byteLength,
        input: createReadStream(found.path),
      };
    }
  }

  return new Hono()
    .get('/', (context) => {
      const query = querySchema.safeParse(context.req.query());
      if (!query.success)
        throw new HttpError(400, 'invalid_request', z.prettifyError(query.error).replaceAll('\n', ' '));
      const { before, limit, ...filter } = query.data;
      return context.json<GalleryPage>(gallery.page(filter, { before, limit }));
    })
    .patch('/', async (context) => {
      const { ids, ...change } = await readJson(context, changeGallerySchema);
      if (gallery.mark(ids, change) === 0) throw notFound('image');
      onChange();
      return context.body(null, 204);
    })
    .post('/download', async (context) => {
      const { ids } = await readJson(context, downloadGallerySchema);
      const images = gallery.find(ids);
      if (images.length === 0) throw notFound('image');
      return new Response(makeZip(entries(images)), {
        headers: {
          'Content-Type': 'application/zip',
          'Content-Disposition': 'attachment; filename="batchwork-images.zip"',
        },
      });
    });
}
