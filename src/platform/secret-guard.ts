import { shortestKey } from '#core/model/shortest-key.ts';

/** Finds live keys in whatever is about to leave the process or to be kept, and takes them out. */
export interface SecretGuard {
  finds(text: string | Uint8Array): boolean;
  /** The text without keys, each replaced by `[key]`. */
  redact(text: string): string;
  /** The same for a stream of bytes, whose pieces may cut a key in two. */
  redactStream(): TransformStream<Uint8Array, Uint8Array>;
}

const mark = '[key]';

/**
 * Guards the values that `live` names at the time of each call: as they are, escaped for JSON or URLs, in hexadecimal,
 * and in base64 whatever stands before and after.
 */
export function makeSecretGuard(live: () => readonly string[]): SecretGuard {
  let known = '';
  let forms: readonly string[] = [];
  const current = (): readonly string[] => {
    const values = live().filter((value) => value.length >= shortestKey);
    const names = JSON.stringify(values);
    if (names !== known) {
      known = names;
      // The longest first: a form may hold another.
      forms = [...new Set(values.flatMap(encodings))].toSorted((a, b) => b.length - a.length);
    }
    return forms;
  };
  const redact = (text: string): string =>
    current().reduce((left, form) => (left.includes(form) ? left.replaceAll(form, mark) : left), text);
  return {
    finds(text) {
      if (typeof text === 'string') return current().some((form) => text.includes(form));
      const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
      return current().some((form) => bytes.includes(form, 0, 'latin1'));
    },
    redact,
    redactStream() {
      let kept = '';
      return new TransformStream({
        transform(chunk, controller) {
          // Latin-1 maps bytes to characters one to one; every form is ASCII.
          const text = redact(kept + Buffer.from(chunk).toString('latin1'));
          const [longest = ''] = current();
          const end = Math.max(0, text.length - longest.length);
          kept = text.slice(end);
          controller.enqueue(Buffer.from(text.slice(0, end), 'latin1'));
        },
        flush: (controller) => controller.enqueue(Buffer.from(redact(kept), 'latin1')),
      });
    },
  };
}

const percent = (value: string, escape: (byte: string) => string): string =>
  [...Buffer.from(value)].map((byte) => `%${escape(byte.toString(16).padStart(2, '0'))}`).join('');

/** The spellings of a value. */
function encodings(value: string): string[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const unicode = Array.from(
    value,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ).join('');
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams({ '': value }).toString().slice(1),
    percent(value, (byte) => byte),
    percent(value, (byte) => byte.toUpperCase()),
    hex,
    hex.toUpperCase(),
    unicode,
    unicode.replaceAll(/\\u[0-9a-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`),
    ...[0, 1, 2].flatMap((before) => [
      base64At(bytes, before, 'base64'),
      base64At(bytes, before, 'base64url'),
    ]),
  ];
}

/** The letters of base64 that the value alone decides when `before` bytes stand in front of it. */
function base64At(bytes: Buffer, before: number, encoding: 'base64' | 'base64url'): string {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]);
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  return padded.toString(encoding).slice(first, last);
}
