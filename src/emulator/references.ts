import { sha256 } from './canonical-json.ts';
import { lookOfImage } from './picture/look-of-image.ts';
import { lookFromHash, type Look } from './picture/look.ts';
import { pictureOf } from './pictures.ts';
import type { World } from './world.ts';

const dataUri = /^data:image\/(?:png|jpeg|webp|gif);base64,([A-Za-z0-9+/=\s]+)$/;

/** Bytes of a reference: inlined, uploaded here or drawn here. Null: it should be here and is not. */
async function referenceBytes(world: World, reference: string): Promise<Uint8Array | null | undefined> {
  const inlined = dataUri.exec(reference)?.[1];
  if (inlined !== undefined) return Buffer.from(inlined, 'base64');
  const path = URL.canParse(reference) ? new URL(reference).pathname : '';
  if (path.startsWith('/uploads/')) return world.uploads.read(path) ?? null;
  if (path.startsWith('/outputs/')) return (await pictureOf(world, path))?.bytes ?? null;
  return undefined;
}

/** What came of reading reference images. */
export type ReferenceLook =
  | { type: 'look'; look: Look | undefined }
  /** Neither a URL nor an inlined image, or no image inside. */
  | { type: 'unreadable'; index: number }
  /** A URL of this emulator where nothing lies. */
  | { type: 'missing'; index: number };

/**
 * The look that reference images ask for: that of the first one drawn here, else one made from the colours of the
 * first. Foreign URLs are not fetched; their text alone decides.
 */
export async function lookOfReferences(world: World, references: readonly string[]): Promise<ReferenceLook> {
  const looks: { look: Look; drawnHere: boolean }[] = [];
  for (const [index, reference] of references.entries()) {
    if (!dataUri.test(reference) && !/^https?:\/\//.test(reference)) return { type: 'unreadable', index };
    const bytes = await referenceBytes(world, reference);
    if (bytes === null) return { type: 'missing', index };
    if (bytes === undefined) {
      looks.push({ look: lookFromHash(sha256(reference)), drawnHere: false });
      continue;
    }
    const found = await lookOfImage(bytes);
    if (found === undefined) return { type: 'unreadable', index };
    looks.push(found);
  }
  return { type: 'look', look: (looks.find(({ drawnHere }) => drawnHere) ?? looks[0])?.look };
}
