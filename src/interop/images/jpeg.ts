import { mostParts, type ByteSource, type Part } from './byte-source.ts';
import { concatBytes, readText, startsWith } from './byte-text.ts';
import { exifPrefix, readExifTexts, writeExif } from './exif.ts';

const app0 = 0xe0;
const app1 = 0xe1;
const comment = 0xfe;
const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Bytes of data that fit into one segment, its two bytes of length taken off. */
const segmentLimit = 0xffff - 2;
const largestExif = 32 * 1_048_576;

interface Segment {
  readonly marker: number;
  readonly at: number;
  /** With marker and length. */
  readonly length: number;
}

/** Segments before the picture itself. Undefined where the file is no JPEG. */
async function readSegments(source: ByteSource): Promise<readonly Segment[] | undefined> {
  const segments: Segment[] = [];
  let at = 2;
  while (segments.length < mostParts && at + 4 <= source.size) {
    const head = await source.read(at, 4);
    const marker = head[1] ?? 0;
    if (head[0] !== 0xff) return undefined;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === startOfScan || marker === endOfImage) return segments;
    const length = 2 + ((head[2] ?? 0) << 8) + (head[3] ?? 0);
    if (length < 4 || at + length > source.size) return undefined;
    segments.push({ marker, at, length });
    at += length;
  }
  return undefined;
}

/** The segments that hold EXIF: the first with its prefix, and those that go on with it. */
async function readExif(
  source: ByteSource,
  segments: readonly Segment[],
): Promise<{ segments: ReadonlySet<Segment>; block: Uint8Array | undefined }> {
  const parts: Uint8Array[] = [];
  const found = new Set<Segment>();
  let size = 0;
  for (const segment of segments) {
    if (segment.marker !== app1) continue;
    const data = await source.read(segment.at + 4, segment.length - 4);
    if (!startsWith(data, 'Exif\u0000\u0000')) continue;
    const body = data.subarray(exifPrefix.length);
    // A segment that starts a TIFF block of its own is a second EXIF, which no reader looks at.
    if (parts.length > 0 && (startsWith(body, 'II*\u0000') || startsWith(body, 'MM\u0000*'))) continue;
    size += body.length;
    if (size > largestExif) break;
    found.add(segment);
    parts.push(body);
  }
  return { segments: found, block: parts.length === 0 ? undefined : concatBytes(parts) };
}

/** Texts in the EXIF of a JPEG file, and in comments of the shape `key:{…}`. */
export async function readJpegTexts(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const segments = (await readSegments(source)) ?? [];
  const texts = new Map<string, string>();
  for (const { marker, at, length } of segments) {
    if (marker !== comment) continue;
    const match = /^([a-z]{1,20}):(?=\s*\{)/i.exec(
      readText(await source.read(at + 4, Math.min(64, length - 4))),
    );
    if (match === null) continue;
    const text = readText(await source.read(at + 4, length - 4));
    texts.set((match[1] ?? '').toLowerCase(), text.slice(match[0].length));
  }
  const { block } = await readExif(source, segments);
  if (block !== undefined) for (const [key, text] of readExifTexts(block)) texts.set(key, text);
  return texts;
}

/**
 * The same picture with these texts in its EXIF, which goes on in further segments where one is too small. Undefined
 * when it is no JPEG that can be understood.
 */
export async function planJpeg(
  source: ByteSource,
  texts: ReadonlyMap<string, string>,
): Promise<readonly Part[] | undefined> {
  const segments = await readSegments(source);
  if (segments === undefined) return undefined;
  const old = await readExif(source, segments);
  const exif = writeExif(texts, old.block);
  if (exif === undefined) return undefined;
  const parts: Part[] = [{ at: 0, length: 2 }];
  let from = 2;
  const [first] = segments;
  // JFIF wants to be the first segment.
  if (first?.marker === app0) {
    parts.push({ at: first.at, length: first.length });
    from = first.at + first.length;
  }
  const room = segmentLimit - exifPrefix.length;
  for (let at = 0; at < exif.length; at += room)
    parts.push({ bytes: exifSegment(exif.subarray(at, at + room)) });
  for (const segment of segments) {
    if (!old.segments.has(segment)) continue;
    if (segment.at > from) parts.push({ at: from, length: segment.at - from });
    from = segment.at + segment.length;
  }
  parts.push({ at: from, length: source.size - from });
  return parts;
}

function exifSegment(data: Uint8Array): Uint8Array {
  const length = 2 + exifPrefix.length + data.length;
  return concatBytes([Uint8Array.of(0xff, app1, length >>> 8, length & 0xff), exifPrefix, data]);
}
