import { z } from 'zod';

import { characterNames, namedCharacter } from './characters.ts';
import { palettes } from './palettes.ts';
import { hashText, pick, seededRandom } from './seeded-random.ts';

/** What stays the same across a batch: who is in the picture, in which colours, in which light. */
export const lookSchema = z.object({
  character: z.string(),
  palette: z.string(),
  light: z.string(),
  /** Decides the small things, such as clothes and markings. */
  trait: z.int().nonnegative(),
});
/** See `lookSchema`. */
export type Look = z.infer<typeof lookSchema>;

const lightWords: readonly (readonly [RegExp, string])[] = [
  [/\b(night|midnight|moon\w*|stars?|starry|neon)\b/i, 'night'],
  [/\b(dusk|twilight|evening|blue hour)\b/i, 'dusk'],
  [/\b(sunset|golden|autumn|fall|sundown|warm light)\b/i, 'golden'],
  [/\b(morning|dawn|sunrise|breakfast|mist\w*)\b/i, 'morning'],
  [/\b(noon|midday|daylight|sunny|summer|studio)\b/i, 'noon'],
];

/** A look decided by nothing but a text. */
export function lookFromHash(text: string): Look {
  const trait = hashText(text);
  const random = seededRandom(trait);
  return {
    character: pick(random, characterNames),
    palette: pick(random, palettes).name,
    // Night is for prompts that ask for it: it hides colours.
    light: pick(random, ['morning', 'noon', 'golden', 'dusk']),
    trait,
  };
}

/**
 * The look of a batch. The same character with the same seed has the same colours in every prompt that names it, so
 * that a storyboard of several batches holds together.
 */
export function lookOf(prompt: string, seed: number): Look {
  const character = namedCharacter(prompt);
  const hashed = lookFromHash(`${character ?? prompt.toLowerCase()}/${seed}`);
  return {
    ...hashed,
    character: character ?? hashed.character,
    light: lightWords.find(([words]) => words.test(prompt))?.[1] ?? hashed.light,
  };
}
