/** A file that is read piece by piece, so that large images need no large memory. */
export interface ByteSource {
  readonly size: number;
  /** Fewer bytes than asked for only at the end. */
  read(at: number, length: number): Promise<Uint8Array>;
}

/** Bytes at hand as a source. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (at, length) => Promise.resolve(bytes.subarray(at, Math.min(bytes.length, at + length))),
});

/** A piece of a new file: bytes of its own, or a stretch of the old one. */
export type Part = { readonly bytes: Uint8Array } | { readonly at: number; readonly length: number };

/** More parts of one container than any real file has. */
export const mostParts = 100_000;
