import { shareMark } from './share-mark.ts';

/** Longest link that mail and chat programs leave whole, characters. */
export const longestLink = 30_000;
/** Largest workflow that a link may unfold to, bytes. */
const largestText = 8 * 1024 * 1024;

const toBase64Url = (bytes: Uint8Array): string => {
  const letters = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

/** @throws for letters that are not of the alphabet. */
const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    (letter) => letter.codePointAt(0) ?? 0,
  );

/** A link to the editor at `origin` that carries the text of a workflow itself. */
export async function makeShareLink(origin: string, text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  return `${origin}/${shareMark}${toBase64Url(bytes)}`;
}

/** The text that a link's fragment carries; undefined where it is damaged or unfolds to more than any workflow. */
export async function readShareLink(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(shareMark)) return undefined;
  try {
    const bytes = fromBase64Url(fragment.slice(shareMark.length));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await readBounded(unpacked);
  } catch {
    return undefined;
  }
}

/** Reads no further than the bound, so that a small link cannot fill the memory. */
async function readBounded(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, length] = ['', 0];
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > largestText) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
