import type { AssetRef } from '#core/run/asset.ts';

export type MediaType = AssetRef['mediaType'];

/** File name extension by type; the extension of everything we write comes from here. */
export const extensionOf: Readonly<Record<MediaType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
};

/** How many bytes `sniffMediaType` wants to see. */
export const sniffLength = 64;

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/**
 * The image type by its first bytes, or undefined for anything that is none of the five. What a server or a file name
 * says of the type is never asked.
 */
export function sniffMediaType(bytes: Uint8Array): MediaType | undefined {
  if (ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001A\n') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'image/gif';
  // ISO BMFF: size, 'ftyp', major brand, version, compatible brands.
  if (ascii(bytes, 4, 8) === 'ftyp' && /avi[fs]/.test(ascii(bytes, 8, sniffLength))) return 'image/avif';
  return undefined;
}
