import { scenes } from './scenes/all-scenes.ts';
import { seededRandom } from './seeded-random.ts';
import type { Scene } from './stage.ts';

/** Places for prompts that name none; rooms and studios are for those who ask. */
const anywhere = [
  'forest',
  'sea',
  'city',
  'mountains',
  'meadow',
  'market',
  'lake',
  'garden',
  'desert',
  'snow',
];

const byName = (name: string): Scene => scenes.find((scene) => scene.name === name) ?? scenes[0];

/** Where a character is at home, when the prompt does not say. */
const homes: Readonly<Record<string, readonly string[]>> = {
  astronaut: ['space', 'desert', 'mountains', 'snow'],
  robot: ['city', 'space', 'market', 'garden', 'desert'],
  bottle: ['studio', 'sea', 'garden', 'cafe', 'room'],
  mug: ['cafe', 'room', 'studio', 'garden', 'snow'],
};

/**
 * The place of each image of a batch: first those the prompt names, in its order, then places that go with them. No
 * place comes twice in a row.
 */
export function sceneFor(options: {
  prompt: string;
  character: string;
  trait: number;
  index: number;
}): Scene {
  const { prompt, character, trait, index } = options;
  const named = scenes
    .map((scene) => ({ scene, at: scene.words.exec(prompt)?.index }))
    .filter((hit): hit is { scene: Scene; at: number } => hit.at !== undefined)
    .sort((a, b) => a.at - b.at)
    .map(({ scene }) => scene.name);
  const random = seededRandom(trait);
  const shuffled = anywhere
    .map((name) => ({ name, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name);
  const first = named.length > 0 ? named : (homes[character] ?? []);
  const related = first.flatMap((name) => byName(name).related);
  const row = [...new Set([...first, ...related, ...shuffled])];
  return byName(row[index % row.length] ?? 'forest');
}
