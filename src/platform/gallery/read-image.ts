import type { SQLOutputValue } from 'node:sqlite';

import type { GalleryImage } from '#core/api/gallery.ts';
import { assetRefSchema } from '#core/run/asset.ts';

const textOrNull = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** An image out of its row. */
export const readImage = (row: Record<string, SQLOutputValue>): GalleryImage => ({
  id: String(row['id']),
  asset: assetRefSchema.parse(JSON.parse(String(row['asset']))),
  run: String(row['run']),
  node: String(row['node']),
  nodeTitle: String(row['node_title']),
  workflow: String(row['workflow']),
  workflowFile: textOrNull(row['workflow_file']),
  at: Number(row['at']),
  demo: row['demo'] === 1,
  nsfw: row['nsfw'] === 1,
  favourite: row['favourite'] === 1,
  binned: row['binned'] === 1,
  prompt: textOrNull(row['prompt']),
  seed: numberOrNull(row['seed']),
  resolution: textOrNull(row['resolution']),
  provider: textOrNull(row['provider']),
  costUsd: numberOrNull(row['cost']),
  file: textOrNull(row['file']),
});
