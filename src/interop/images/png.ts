import { mostParts, type ByteSource, type Part } from './byte-source.ts';
import { asciiBytes, concatBytes, latin1Text, readText } from './byte-text.ts';
import { crc32 } from './crc32.ts';
import { readExifTexts } from './exif.ts';
import { inflate } from './inflate.ts';

const signatureBytes = 8;
/** Length, type and check sum around the data of a chunk. */
const chunkFrame = 12;
const largestText = 16 * 1_048_576;

interface Chunk {
  readonly type: string;
  /** Of the whole chunk, its frame included. */
  readonly at: number;
  readonly dataLength: number;
}

/** Walks the chunks by their heads; ends where the file does, or where it stops being PNG. */
async function* chunksOf(source: ByteSource): AsyncGenerator<Chunk> {
  let at = signatureBytes;
  for (let count = 0; count < mostParts && at + chunkFrame <= source.size; count += 1) {
    const head = await source.read(at, 8);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const dataLength = view.getUint32(0);
    const type = latin1Text(head.subarray(4));
    if (!/^[A-Za-z]{4}$/.test(type) || at + chunkFrame + dataLength > source.size) return;
    yield { type, at, dataLength };
    if (type === 'IEND') return;
    at += chunkFrame + dataLength;
  }
}

const textTypes = new Set(['tEXt', 'zTXt', 'iTXt', 'comf']);

/** Texts by their keyword, wherever in the file they stand; a later one wins, as in ComfyUI. */
export async function readPngTexts(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  let left = largestText;
  for await (const { type, at, dataLength } of chunksOf(source)) {
    if ((!textTypes.has(type) && type !== 'eXIf') || dataLength > left) continue;
    const data = await source.read(at + 8, dataLength);
    left -= dataLength;
    if (type === 'eXIf') {
      for (const [key, text] of readExifTexts(data)) texts.set(key, text);
      continue;
    }
    const entry = await readTextChunk(type, data, left);
    if (entry === undefined) continue;
    left -= entry.text.length;
    texts.set(entry.key, entry.text);
  }
  return texts;
}

async function readTextChunk(
  type: string,
  data: Uint8Array,
  limit: number,
): Promise<{ key: string; text: string } | undefined> {
  const end = data.subarray(0, 256).indexOf(0);
  if (end < 1) return undefined;
  const key = latin1Text(data.subarray(0, end)).toLowerCase();
  const rest = data.subarray(end + 1);
  if (type === 'tEXt' || type === 'comf') return { key, text: readText(rest) };
  if (type === 'zTXt') {
    const text = rest[0] === 0 ? await inflate(rest.subarray(1), limit) : undefined;
    return text === undefined ? undefined : { key, text: readText(text) };
  }
  // iTXt: a flag and the method of compression, then language and translated keyword, each ended by a zero.
  const language = rest.indexOf(0, 2);
  const translated = language === -1 ? -1 : rest.indexOf(0, language + 1);
  if (translated === -1) return undefined;
  const body = rest.subarray(translated + 1);
  const text = rest[0] === 1 ? await inflate(body, limit) : body;
  return text === undefined ? undefined : { key, text: readText(text) };
}

/** Whether a text chunk carries one of these keys, told by its first bytes. */
async function carries(
  source: ByteSource,
  chunk: Chunk,
  keys: ReadonlyMap<string, string>,
): Promise<boolean> {
  if (!textTypes.has(chunk.type)) return false;
  const data = await source.read(chunk.at + 8, Math.min(80, chunk.dataLength));
  const end = data.indexOf(0);
  return end > 0 && keys.has(latin1Text(data.subarray(0, end)).toLowerCase());
}

/**
 * The same picture with these texts behind its header; chunks that carried the same keys fall away. Undefined when the
 * file is no PNG that can be understood.
 */
export async function planPng(
  source: ByteSource,
  texts: ReadonlyMap<string, string>,
): Promise<readonly Part[] | undefined> {
  const parts: Part[] = [];
  let from = 0;
  let ended = false;
  let first = true;
  for await (const chunk of chunksOf(source)) {
    const end = chunk.at + chunkFrame + chunk.dataLength;
    if (first) {
      if (chunk.type !== 'IHDR') return undefined;
      parts.push(
        { at: 0, length: end },
        ...[...texts].map(([key, text]) => ({ bytes: textChunk(key, text) })),
      );
      from = end;
      first = false;
    } else if (await carries(source, chunk, texts)) {
      if (chunk.at > from) parts.push({ at: from, length: chunk.at - from });
      from = end;
    }
    ended ||= chunk.type === 'IEND';
  }
  if (!ended) return undefined;
  if (source.size > from) parts.push({ at: from, length: source.size - from });
  return parts;
}

function textChunk(key: string, text: string): Uint8Array {
  const body = concatBytes([asciiBytes('tEXt'), asciiBytes(`${key}\u0000${text}`)]);
  const frame = new Uint8Array(body.length + 8);
  const view = new DataView(frame.buffer);
  view.setUint32(0, body.length - 4);
  frame.set(body, 4);
  view.setUint32(frame.length - 4, crc32(body));
  return frame;
}
