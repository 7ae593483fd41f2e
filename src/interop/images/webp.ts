import { mostParts, type ByteSource, type Part } from './byte-source.ts';
import { asciiBytes, concatBytes, latin1Text } from './byte-text.ts';
import { readExifTexts, writeExif } from './exif.ts';

const headBytes = 12;
const largestExif = 32 * 1_048_576;
const exifFlag = 0x08;
const alphaFlag = 0x10;

interface Chunk {
  readonly type: string;
  readonly at: number;
  readonly dataLength: number;
  /** Data, its head and the byte that makes it even. */
  readonly length: number;
}

async function readChunks(source: ByteSource): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  let at = headBytes;
  while (chunks.length < mostParts && at + 8 <= source.size) {
    const head = await source.read(at, 8);
    const dataLength = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true);
    if (at + 8 + dataLength > source.size) break;
    const length = Math.min(8 + dataLength + (dataLength % 2), source.size - at);
    chunks.push({ type: latin1Text(head.subarray(0, 4)), at, dataLength, length });
    at += length;
  }
  return chunks;
}

/** Texts in the EXIF chunk of a WebP file. */
export async function readWebpTexts(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const exif = (await readChunks(source)).find(({ type }) => type === 'EXIF');
  if (exif === undefined || exif.dataLength > largestExif) return new Map();
  return readExifTexts(await source.read(exif.at + 8, exif.dataLength));
}

/** Whether the chunks reach to the end that the file announces, and a picture is among them. */
async function isWhole(source: ByteSource, chunks: readonly Chunk[]): Promise<boolean> {
  const head = await source.read(4, 4);
  if (head.length < 4) return false;
  const announced = 8 + new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0, true);
  const last = chunks.at(-1);
  // The byte that makes the last chunk even is missing at times.
  return (
    last !== undefined &&
    last.at + last.length + 1 >= announced &&
    chunks.some(({ type }) => type === 'VP8 ' || type === 'VP8L' || type === 'ANMF')
  );
}

/** The same picture with these texts in its EXIF chunk; undefined when it is no WebP that can be understood. */
export async function planWebp(
  source: ByteSource,
  texts: ReadonlyMap<string, string>,
): Promise<readonly Part[] | undefined> {
  const chunks = await readChunks(source);
  const [first] = chunks;
  if (!(await isWhole(source, chunks))) return undefined;
  const old = chunks.find(({ type }) => type === 'EXIF');
  if (first === undefined || (old !== undefined && old.dataLength > largestExif)) return undefined;
  const exif = writeExif(
    texts,
    old === undefined ? undefined : await source.read(old.at + 8, old.dataLength),
  );
  const features = await featuresOf(source, first);
  if (exif === undefined || features === undefined) return undefined;
  const rest = chunks.filter((chunk) => chunk.type !== 'EXIF' && chunk.type !== 'VP8X');
  // The metadata of a WebP file stands behind its picture, EXIF before XMP.
  const xmp = rest.findIndex(({ type }) => type === 'XMP ');
  const before = xmp === -1 ? rest : rest.slice(0, xmp);
  const after = xmp === -1 ? [] : rest.slice(xmp);
  const asPart = ({ at, length, dataLength }: Chunk): Part[] => [
    { at, length },
    ...(length < 8 + dataLength + (dataLength % 2) ? [{ bytes: new Uint8Array(1) }] : []),
  ];
  const body: readonly Part[] = [
    { bytes: riffChunk('VP8X', features) },
    ...before.flatMap(asPart),
    { bytes: riffChunk('EXIF', exif) },
    ...after.flatMap(asPart),
  ];
  const size = body.reduce((sum, part) => sum + ('bytes' in part ? part.bytes.length : part.length), 4);
  if (size > 0xfffffffe) return undefined;
  const head = concatBytes([asciiBytes('RIFF'), new Uint8Array(4), asciiBytes('WEBP')]);
  new DataView(head.buffer).setUint32(4, size, true);
  return [{ bytes: head }, ...body];
}

/** The data of the VP8X chunk: flags and size of the canvas; made from the picture where the file has none. */
async function featuresOf(source: ByteSource, first: Chunk): Promise<Uint8Array | undefined> {
  const data = await source.read(first.at + 8, Math.min(first.dataLength, 10));
  if (data.length < (first.type === 'VP8L' ? 5 : 10)) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (first.type === 'VP8X') {
    const features = Uint8Array.from(data);
    features[0] = (features[0] ?? 0) | exifFlag;
    return features;
  }
  if (first.type === 'VP8 ') {
    // A key frame starts with three bytes of frame tag and this code, then 14 bits each of width and height.
    if (data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return undefined;
    return makeFeatures(view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff, false);
  }
  if (first.type !== 'VP8L' || data[0] !== 0x2f) return undefined;
  const bits = view.getUint32(1, true);
  return makeFeatures((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, ((bits >>> 28) & 1) === 1);
}

function makeFeatures(width: number, height: number, alpha: boolean): Uint8Array | undefined {
  if (width < 1 || height < 1) return undefined;
  const features = new Uint8Array(10);
  features[0] = exifFlag | (alpha ? alphaFlag : 0);
  for (const [at, side] of [
    [4, width - 1],
    [7, height - 1],
  ] as const)
    for (let byte = 0; byte < 3; byte += 1) features[at + byte] = (side >>> (8 * byte)) & 0xff;
  return features;
}

function riffChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + data.length + (data.length % 2));
  chunk.set(asciiBytes(type));
  new DataView(chunk.buffer).setUint32(4, data.length, true);
  chunk.set(data, 8);
  return chunk;
}
