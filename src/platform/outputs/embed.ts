import { open, type FileHandle } from 'node:fs/promises';

/** A file that is read piece by piece. */
interface ByteSource {
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

/** A piece of a new file: bytes of its own, or a stretch of the old one. */
type Part = { readonly bytes: Uint8Array } | { readonly at: number; readonly length: number };

/** Says how an image carries the workflow of its run; undefined when it cannot, or shall not. */
export type Embed = (image: ByteSource, run: string) => Promise<readonly Part[] | undefined>;

/** Bytes that are copied at a time. */
const pieceBytes = 262_144;

/** Writes an image with what it shall carry onto stable storage, at constant memory. False: nothing was written. */
export async function writeEmbedded(work: {
  source: string;
  target: string;
  run: string;
  embed: Embed;
}): Promise<boolean> {
  const from = await open(work.source, 'r');
  try {
    const { size } = await from.stat();
    const parts = await work.embed({ size, read: (at, length) => readAt(from, at, length) }, work.run);
    if (parts === undefined) return false;
    const to = await open(work.target, 'wx');
    try {
      for (const part of parts)
        if ('bytes' in part) await to.writeFile(part.bytes);
        else await copyStretch(from, to, part);
      await to.sync();
    } finally {
      await to.close();
    }
    return true;
  } finally {
    await from.close();
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

async function copyStretch(
  from: FileHandle,
  to: FileHandle,
  { at, length }: { readonly at: number; readonly length: number },
): Promise<void> {
  for (let done = 0; done < length; done += pieceBytes)
    await to.writeFile(await readAt(from, at + done, Math.min(pieceBytes, length - done)));
}
