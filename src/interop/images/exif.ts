import { asciiBytes, concatBytes, latin1Text, readText, startsWith } from './byte-text.ts';

/** Texts at most; one file may hold many. */
const largestText = 16 * 1_048_576;
const entryBytes = 12;
const asciiType = 2;
const bytesByType: Readonly<Record<number, number>> = { 1: 1, 2: 1, 7: 1, 129: 1 };

/** `Exif\0\0`, which stands before the TIFF block in JPEG, and in WebP at times. */
export const exifPrefix = asciiBytes('Exif\u0000\u0000');

export const withoutExifPrefix = (bytes: Uint8Array): Uint8Array =>
  startsWith(bytes, 'Exif\u0000\u0000') ? bytes.subarray(exifPrefix.length) : bytes;

interface Directory {
  readonly view: DataView;
  readonly little: boolean;
  readonly at: number;
  readonly count: number;
}

/** The first directory of a TIFF block; undefined when the bytes are none. */
function openDirectory(tiff: Uint8Array): Directory | undefined {
  const little = startsWith(tiff, 'II*\u0000');
  if (tiff.length < 14 || (!little && !startsWith(tiff, 'MM\u0000*'))) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const at = view.getUint32(4, little);
  if (at < 8 || at + 2 > tiff.length) return undefined;
  const count = view.getUint16(at, little);
  return at + 2 + count * entryBytes > tiff.length ? undefined : { view, little, at, count };
}

/** Texts of the first directory by their key, in the shape `key:text` that ComfyUI gives them. */
export function readExifTexts(block: Uint8Array): ReadonlyMap<string, string> {
  const tiff = withoutExifPrefix(block);
  const texts = new Map<string, string>();
  const directory = openDirectory(tiff);
  if (directory === undefined) return texts;
  const { view, little, at, count } = directory;
  let left = largestText;
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + index * entryBytes;
    const length = view.getUint32(entry + 4, little);
    if (bytesByType[view.getUint16(entry + 2, little)] === undefined || length <= 4 || length > left)
      continue;
    const from = view.getUint32(entry + 8, little);
    if (from + length > tiff.length) continue;
    left -= length;
    const value = tiff.subarray(from, from + length);
    const colon = value.subarray(0, 64).indexOf(0x3a);
    if (colon < 1) continue;
    const key = latin1Text(value.subarray(0, colon)).toLowerCase();
    if (/^[a-z_]+$/.test(key)) texts.set(key, readText(value.subarray(colon + 1)).replace(/\0+$/, ''));
  }
  return texts;
}

/** Where ComfyUI's own nodes put them: the prompt at `Model`, the workflow at `Make`, further keys before. */
const tags: Readonly<Record<string, number>> = { prompt: 0x0110, workflow: 0x010f, batchwork: 0x010e };

/**
 * A TIFF block that says what `existing` says and holds these texts too. What stood there stays where it was: a new
 * first directory at the end takes over its entries. Undefined when `existing` cannot be read.
 */
export function writeExif(
  texts: ReadonlyMap<string, string>,
  existing: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  const old = existing === undefined ? undefined : withoutExifPrefix(existing);
  const directory = old === undefined ? undefined : openDirectory(old);
  if (old !== undefined && directory === undefined) return undefined;
  const little = directory?.little ?? true;
  const written = [...texts].flatMap(([key, text]) => {
    const tag = tags[key];
    return tag === undefined ? [] : [{ tag, bytes: asciiBytes(`${key}:${text}\u0000`) }];
  });
  const replaced = new Set(written.map(({ tag }) => tag));
  const kept: { tag: number; bytes: Uint8Array }[] = [];
  /** Places of entries that are written anew. */
  const gone: number[] = [];
  let next = 0;
  if (directory !== undefined && old !== undefined) {
    const { view, at, count } = directory;
    for (let index = 0; index < count; index += 1) {
      const entry = at + 2 + index * entryBytes;
      const tag = view.getUint16(entry, little);
      if (replaced.has(tag)) gone.push(entry);
      else kept.push({ tag, bytes: old.subarray(entry, entry + entryBytes) });
    }
    const end = at + 2 + count * entryBytes;
    next = end + 4 <= old.length ? view.getUint32(end, little) : 0;
  }
  const base =
    old === undefined || directory === undefined
      ? asciiBytes('II*\u0000\u0000\u0000\u0000\u0000')
      : Uint8Array.from(old.subarray(0, keptLength(old, directory, gone)));
  const padded = base.length % 2 === 0 ? base : concatBytes([base, new Uint8Array(1)]);
  const count = kept.length + written.length;
  if (count > 0xffff) return undefined;
  const head = new Uint8Array(2 + count * entryBytes + 4);
  const view = new DataView(head.buffer);
  view.setUint16(0, count, little);
  let textAt = padded.length + head.length;
  const texted = written.map(({ tag, bytes }) => {
    const entry = new Uint8Array(entryBytes);
    const entryView = new DataView(entry.buffer);
    entryView.setUint16(0, tag, little);
    entryView.setUint16(2, asciiType, little);
    entryView.setUint32(4, bytes.length, little);
    entryView.setUint32(8, textAt, little);
    textAt += bytes.length + (bytes.length % 2);
    return { tag, bytes: entry };
  });
  // Entries stand in the order of their tags, as the specification asks.
  for (const [index, { bytes }] of [...kept, ...texted].toSorted((a, b) => a.tag - b.tag).entries())
    head.set(bytes, 2 + index * entryBytes);
  view.setUint32(head.length - 4, next, little);
  new DataView(padded.buffer).setUint32(4, padded.length, little);
  const bodies = written.flatMap(({ bytes }) =>
    bytes.length % 2 === 0 ? [bytes] : [bytes, new Uint8Array(1)],
  );
  return concatBytes([padded, head, ...bodies]);
}

/**
 * How much of a block stays when these entries of its first directory fall away. A write of ours puts that directory and
 * its texts at the end, and nothing else behind them; they need not be kept, so that a file written often does not grow.
 */
function keptLength(
  tiff: Uint8Array,
  { view, little, at, count }: Directory,
  gone: readonly number[],
): number {
  const texts = gone
    .map((entry) => ({ from: view.getUint32(entry + 8, little), length: view.getUint32(entry + 4, little) }))
    .toSorted((a, b) => a.from - b.from);
  let end = at + 2 + count * entryBytes + 4;
  for (const { from, length } of texts) {
    if (from !== end) return tiff.length;
    end += length + (length % 2);
  }
  return end === tiff.length ? at : tiff.length;
}
