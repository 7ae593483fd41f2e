import { concatBytes } from './byte-text.ts';

/** Unpacks zlib data; undefined when it is none, or more than `limit` bytes come out. */
export async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array | undefined> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > limit) {
        await reader.cancel();
        return undefined;
      }
      parts.push(part.value);
    }
    return concatBytes(parts);
  } catch {
    return undefined;
  }
}
