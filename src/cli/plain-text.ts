/** Characters that move a terminal's cursor, colour it, ring it, or turn the reading direction around. */
const unseen = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Text of a stranger (a provider, a workflow) as one line that does nothing to a terminal but stand there. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
