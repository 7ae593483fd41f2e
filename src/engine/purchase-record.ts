import { z } from 'zod';

import { operationSchema, type Operation } from '#core/model/image-model.ts';
import { assetRefSchema } from '#core/run/asset.ts';
import type { AssetStore, Memo } from '#core/run/capabilities.ts';

import type { Fingerprint } from './fingerprint.ts';

/** What a purchase brought, as the memo keeps it. */
export const purchaseRecordSchema = z.object({
  images: z.array(
    z.object({
      asset: assetRefSchema,
      nsfw: z.boolean(),
      /** One plain colour; left out where it is not. */
      blank: z.literal(true).optional(),
    }),
  ),
  operation: operationSchema,
  /** Whether the provider has images of this job that never got here. */
  incomplete: z.boolean(),
  /** What was charged, in USD; null where nobody said. */
  costUsd: z.number().nullable(),
  warnings: z.array(z.string()),
});
export type PurchaseRecord = z.infer<typeof purchaseRecordSchema>;

/** What is known of a request: its images; or the job it was bought with, whose images are still to be fetched. */
export type Recalled =
  | { readonly type: 'known'; readonly record: PurchaseRecord }
  | { readonly type: 'bought'; readonly operation: Operation };

/** A purchase made before, if the memo has it. What is bought is never bought again, also when its images are not here. */
export async function recallPurchase(
  { memo, assets }: { memo: Memo; assets: AssetStore },
  fingerprint: Fingerprint,
): Promise<Recalled | undefined> {
  const parsed = purchaseRecordSchema.safeParse(await memo.get(fingerprint));
  if (!parsed.success) return undefined;
  const record = parsed.data;
  const here = await Promise.all(record.images.map(({ asset }) => assets.has(asset)));
  return record.incomplete || record.images.length === 0 || here.includes(false)
    ? { type: 'bought', operation: record.operation }
    : { type: 'known', record };
}
