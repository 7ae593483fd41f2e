import { z } from 'zod';

export const imageMediaTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'] as const;

/** Handle of image bytes in the asset store: small JSON that travels on edges and through the journal. */
export const assetRefSchema = z.object({
  /** Lower-case hex SHA-256 of the bytes; also the address in the store. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.enum(imageMediaTypes),
  byteLength: z.int().nonnegative(),
  /** Pixels. */
  width: z.int().positive(),
  height: z.int().positive(),
});

export type AssetRef = z.infer<typeof assetRefSchema>;

export const isAssetRef = (value: unknown): value is AssetRef =>
  typeof value === 'object' && value !== null && 'hash' in value && 'mediaType' in value;
