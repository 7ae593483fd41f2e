import { startsWith } from './byte-text.ts';

export type ImageKind = 'png' | 'jpeg' | 'webp';

export const pngSignature = '\u0089PNG\r\n\u001a\n';

/** The container by its first bytes; undefined for anything that carries no workflow. Twelve bytes are enough. */
export function imageKind(bytes: Uint8Array): ImageKind | undefined {
  if (startsWith(bytes, pngSignature)) return 'png';
  if (startsWith(bytes, '\u00ff\u00d8\u00ff')) return 'jpeg';
  return startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8) ? 'webp' : undefined;
}
