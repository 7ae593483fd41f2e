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

const numberPattern = `\\d{1,3}|${words.join('|')}`;
const imageNouns =
  'images?|pictures?|photos?|photographs?|illustrations?|drawings?|frames?|panels?|shots?|scenes?|views?|variations?|variants?|versions?|renders?|renderings?|posters?|cards?|pages?|stills?|portraits?|artworks?|visuals?|storyboards?|comics?';

/** "3 images", "three different comic panels", "4-panel": a number and, at most three words on, what it counts. */
const countedImages = new RegExp(
  `(?<![\\w.,:/-])(${numberPattern})(?:\\s*-\\s*|\\s+(?:[\\p{L}-]+\\s+){0,3}?)(?:${imageNouns})(?![\\p{L}])`,
  'iu',
);

/** How many images the prompt itself asks for, or undefined when it names no number of them. */
export function describeCount(prompt: string): number | undefined {
  const named = countedImages.exec(prompt)?.[1]?.toLowerCase();
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
