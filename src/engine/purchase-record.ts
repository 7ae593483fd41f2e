import { z } from 'zod';

import { assetRefSchema } from '#core/run/asset.ts';
import type { AssetStore, Memo } from '#core/run/capabilities.ts';

import type { Fingerprint } from './fingerprint.ts';

/** What a purchase brought, as the memo keeps it. */
export const purchaseRecordSchema = z.object({
  images: z.array(z.object({ asset: assetRefSchema, nsfw: z.boolean() })).min(1),
  provider: z.string(),
  requestId: z.string(),
  /** What was charged, in USD; null where nobody said. */
  costUsd: z.number().nullable(),
  warnings: z.array(z.string()),
});
export type PurchaseRecord = z.infer<typeof purchaseRecordSchema>;

/** A purchase made before, if the memo has it and its images still exist. */
export async function recallPurchase(
  { memo, assets }: { memo: Memo; assets: AssetStore },
  fingerprint: Fingerprint,
): Promise<PurchaseRecord | undefined> {
  const parsed = purchaseRecordSchema.safeParse(await memo.get(fingerprint));
  if (!parsed.success) return undefined;
  for (const { asset } of parsed.data.images) if (!(await assets.has(asset))) return undefined;
  return parsed.data;
}
