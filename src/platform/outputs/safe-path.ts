/** Device names that Windows takes whatever their extension. */
const reservedName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3])(?=\.|$)/i;

/** Control characters, what Windows forbids in names, and characters that reorder or hide text. */
const unfitCharacters = /[\p{Cc}\p{Cs}<>:"/\\|?*\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** Bytes that common file systems allow for one name. */
export const nameLimit = 255;

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Whether a text can be the name of one file or folder on every common system, as it stands. */
export const isSafeName = (name: string, limit = nameLimit): boolean =>
  name !== '' && safeName(name, limit) === name;

/** The nearest name that is safe on every common system; never empty, at most `limit` bytes of UTF-8. */
export function safeName(text: string, limit = nameLimit): string {
  const fitting = cut(text.normalize('NFC').replaceAll(unfitCharacters, '_'), limit);
  // Windows drops trailing dots and spaces, which would make two names one; this also ends "." and "..".
  const ended = fitting
    .replace(/[. ]+$/u, (tail) => '_'.repeat(tail.length))
    .replace(/^ +/u, (head) => '_'.repeat(head.length));
  const named = ended === '' ? '_' : ended;
  // Swapping the first character keeps the length, so that a name at the limit stays within it.
  return reservedName.test(named) ? `_${named.slice(1)}` : named;
}

/**
 * A path below some root from any text: `/` separates, empty and `.` parts fall away, every other part is made a safe
 * name, so that nothing climbs out. `lastLimit` leaves room for what will be added to the last part.
 */
export function safePath(text: string, lastLimit = nameLimit): [string, ...string[]] {
  const parts = text.split('/').filter((part) => !['', '.'].includes(part.trim()));
  const last = safeName(parts.pop() ?? '', lastLimit);
  const [first, ...others] = [...parts.map((part) => safeName(part)), last];
  return [first ?? last, ...others];
}

/** Whether every part of a path is a safe name, without changing any: for names that come from a request. */
export const isSafePath = (path: string): boolean => path.split('/').every((part) => isSafeName(part));

function cut(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += byteLength(segment);
    if (bytes > limit) break;
    kept += segment;
  }
  return kept;
}
