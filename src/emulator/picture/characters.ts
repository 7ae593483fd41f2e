const words: readonly (readonly [string, RegExp])[] = [
  ['fox', /\b(fox|foxes|vixen)\b/i],
  ['cat', /\b(cats?|kittens?|kitty)\b/i],
  ['dog', /\b(dogs?|pupp(y|ies)|corgi|hound)\b/i],
  ['rabbit', /\b(rabbits?|bunn(y|ies)|hare)\b/i],
  ['panda', /\b(pandas?)\b/i],
  ['bear', /\b(bears?|cub|teddy)\b/i],
  ['robot', /\b(robots?|android|droid|mech|bot)\b/i],
  ['astronaut', /\b(astronauts?|cosmonaut|space ?(wo)?man|spacesuit)\b/i],
  ['bottle', /\b(bottles?|perfume|serum|shampoo|lotion|product|packaging|drink|juice|cosmetics?)\b/i],
  ['mug', /\b(mugs?|cups?|teapots?|pottery|coffee|tea|latte|espresso)\b/i],
  ['girl', /\b(girls?|wom[ae]n|lady|princess|mother|queen|she|her|heroine)\b/i],
  [
    'boy',
    /\b(boys?|m[ae]n|person|people|explorer|knight|wizard|chef|hero|child|kid|king|prince|he|his|traveller|traveler|keeper|sailor|pilot|farmer|gardener|painter|detective|student|teacher|captain|pirate|musician)\b/i,
  ],
];

/** Who may be in a picture whose prompt names nobody. */
export const characterNames: readonly [string, ...string[]] = [
  'fox',
  'cat',
  'dog',
  'rabbit',
  'panda',
  'bear',
  'robot',
  'astronaut',
  'girl',
  'boy',
];

/** The character that a prompt names, by whichever word comes first. */
export function namedCharacter(prompt: string): string | undefined {
  let found: string | undefined;
  let earliest = Infinity;
  for (const [name, pattern] of words) {
    const at = pattern.exec(prompt)?.index;
    if (at !== undefined && at < earliest) {
      earliest = at;
      found = name;
    }
  }
  return found;
}
