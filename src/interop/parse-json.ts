export type ParsedJson = { ok: true; value: unknown } | { ok: false; message: string };

/** What Python's json module writes where JSON has no word. */
const foreignWords = ['NaN', '-Infinity', 'Infinity'] as const;

/**
 * Reads JSON text, a byte order mark and Python's bare `NaN` and `Infinity` included; those come back as null, which
 * is what JSON itself would make of them. Never throws.
 */
export function parseJson(text: string): ParsedJson {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable';
    if (!foreignWords.some((word) => body.includes(word))) return { ok: false, message };
    try {
      return { ok: true, value: JSON.parse(withoutForeignWords(body)) };
    } catch {
      return { ok: false, message };
    }
  }
}

/** Replaces the words outside of strings by null, in one pass. */
function withoutForeignWords(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') {
      inString = true;
      continue;
    }
    const word = foreignWords.find((each) => text.startsWith(each, at));
    if (word === undefined) continue;
    parts.push(text.slice(from, at), 'null');
    from = at + word.length;
    at = from - 1;
  }
  return [...parts, text.slice(from)].join('');
}
