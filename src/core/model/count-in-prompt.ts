const words = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
] as const;

const number = `\\d{1,3}|${words.join('|')}`;
const pictureNoun = 'image|picture|photo|photograph|illustration|drawing|render|rendering|artwork|visual';
const imageNoun = `${pictureNoun}|frame|panel|shot|scene|view|variation|variant|version|poster|card|page|still|portrait|storyboard|comic`;

/**
 * A word that may describe the images between their number and their name: no plural, which would be what is counted
 * itself ("two foxes in …"), and none of the words that begin another thought.
 */
const otherThought =
  'in|on|of|at|and|or|to|with|for|from|by|as|is|are|the|a|an|per|people|men|women|children|mice|geese|sheep|fish';
const letter = "[\\p{L}\\p{N}'’-]";
const describing = `(?!(?:${otherThought})\\s)${letter}*(?:(?!s)[\\p{L}\\p{N}]|[su]s|['’]s)\\s+`;

/** "3 images", "4-panel", "three different comic panels", "one single image". */
const countedImages = new RegExp(
  `(?<![\\p{L}\\p{N}_.,:/-])(?:${[
    `(${number})(?:\\s*-\\s*|\\s+)(?:${imageNoun})s?`,
    `(${number})\\s+(?:${describing}){1,3}?(?:${imageNoun})s`,
    `(1|one)\\s+(?:${describing}){1,3}?(?:${pictureNoun})`,
  ].join('|')})(?!\\p{L})`,
  'iu',
);

/** How many images the prompt itself asks for, or undefined when it names no number of them. */
export function describeCount(prompt: string): number | undefined {
  const [, ...counts] = countedImages.exec(prompt) ?? [];
  const named = counts.find((count) => count !== undefined)?.toLowerCase();
  if (named === undefined) return undefined;
  const word = (words as readonly string[]).indexOf(named);
  return word === -1 ? Number(named) : word + 1;
}

/**
 * The prompt as it is sent. The model wants the number of images in the prompt (RunComfy's and WaveSpeed's pages of
 * Seedream 4.5 sequential), so one that names none gets "Generate N images of" in front. One that names another number
 * is sent as the person wrote it, with a warning that names both.
 */
export function promptWithCount(
  prompt: string,
  count: number,
): { prompt: string; warning: string | undefined } {
  const named = describeCount(prompt);
  if (named === undefined)
    return {
      prompt: `Generate ${count} ${count === 1 ? 'image' : 'images'} of ${prompt}`,
      warning: undefined,
    };
  return {
    prompt,
    warning:
      named === count
        ? undefined
        : `The prompt asks for ${named} ${named === 1 ? 'image' : 'images'}, but the count is ${count}. The prompt is sent as it is, with ${count} as the most that may come.`,
  };
}
