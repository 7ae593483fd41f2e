import { z } from 'zod';

import { assetRefSchema } from '../run/asset.ts';

/**
 * Every image that a run made, newest first.
 *
 *     GET    /api/batchwork/gallery?before=ID&limit=100&workflow=&node=&run=&favourite=true&bin=true
 *     PATCH  /api/batchwork/gallery             { ids, favourite?, binned? }
 *     POST   /api/batchwork/gallery/download    { ids }: one zip of the images
 *
 * `workflow` is the name of a saved workflow's file, or of a workflow that was not saved.
 * The bin hides an image; the files stay where they are.
 */
export const galleryImageSchema = z.object({
  /** `RUN:NODE:EXECUTION:INDEX`, stable. */
  id: z.string(),
  asset: assetRefSchema,
  run: z.string(),
  node: z.string(),
  nodeTitle: z.string(),
  workflow: z.string(),
  workflowFile: z.string().nullable(),
  /** ms since epoch. */
  at: z.number(),
  demo: z.boolean(),
  nsfw: z.boolean(),
  favourite: z.boolean(),
  binned: z.boolean(),
  prompt: z.string().nullable(),
  seed: z.int().nullable(),
  /** As the node asked for it, such as `2560x1440 (16:9)`. */
  resolution: z.string().nullable(),
  /** Where the newest saved file of it stands, relative to the output folder. */
  file: z.string().nullable(),
  provider: z.string().nullable(),
  /** Price of this one image; null when unknown. */
  costUsd: z.number().nullable(),
});
export type GalleryImage = z.infer<typeof galleryImageSchema>;

export const galleryPageSchema = z.object({
  images: z.array(galleryImageSchema),
  /** `before` of the next page; null on the last. */
  next: z.string().nullable(),
  /** How many the filter finds in all. */
  total: z.int().nonnegative(),
});
export type GalleryPage = z.infer<typeof galleryPageSchema>;

const ids = z.array(z.string().max(300)).min(1).max(1000);
export const changeGallerySchema = z.object({
  ids,
  favourite: z.boolean().optional(),
  binned: z.boolean().optional(),
});
export const downloadGallerySchema = z.object({ ids });
