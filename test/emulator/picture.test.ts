import * as fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';

import { parseResolution, resolutionLabels } from '#core/model/resolution.ts';
import { namedCharacter } from '#emulator/picture/characters.ts';
import { drawPicture, type PictureRequest } from '#emulator/picture/draw-picture.ts';
import { addJpegComment, readJpegComment } from '#emulator/picture/jpeg-comment.ts';
import { lookOfImage } from '#emulator/picture/look-of-image.ts';
import { lookOf } from '#emulator/picture/look.ts';
import { pictureSvg } from '#emulator/picture/picture-svg.ts';
import { sceneFor } from '#emulator/picture/scene-choice.ts';
import { tierShape } from '#emulator/picture/tier-shape.ts';
import { loadTypeface } from '#emulator/picture/typeface.ts';

const picture = (changes: Partial<PictureRequest> = {}): PictureRequest => ({
  prompt: 'a fox in the forest',
  count: 3,
  index: 0,
  seed: 7,
  width: 2048,
  height: 2048,
  look: undefined,
  longestSide: 64,
  ...changes,
});

// The largest size only once: it takes a while.
test.each(resolutionLabels.filter((label) => label !== '4K'))('%s is drawn at its size', async (label) => {
  const size = parseResolution(label);
  const { width, height } = size?.kind === 'pixels' ? size : tierShape(size?.tier ?? '2K', 'a fox');
  const bytes = await drawPicture(picture({ width, height, longestSide: 4096 }));
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width, height });
  await sharp(bytes, { failOn: 'truncated' }).raw().toBuffer();
});

test.each([
  ['a tall poster of a fox', '2K', 1728, 2304],
  ['a cinematic fox', '4K', 4096, 2304],
  ['a fox', '4K', 4096, 4096],
] as const)('%s in %s chooses its shape', (prompt, tier, width, height) => {
  expect(tierShape(tier, prompt)).toEqual({ width, height });
});

test('the same request gives the same bytes, and everything in it matters', async () => {
  const base = await drawPicture(picture());
  expect((await drawPicture(picture())).equals(base)).toBe(true);
  const others: Partial<PictureRequest>[] = [
    { prompt: 'a fox in the city' },
    { count: 4 },
    { index: 1 },
    { seed: 8 },
    { width: 2560, height: 1440 },
    { look: { character: 'bear', palette: 'mint', light: 'dusk', trait: 3 } },
  ];
  for (const change of others) expect((await drawPicture(picture(change))).equals(base)).toBe(false);
});

test('one look across a batch, another place in each image', () => {
  const look = lookOf('a fox', 7);
  const places = [0, 1, 2, 3].map(
    (index) => sceneFor({ prompt: 'a fox', character: look.character, trait: look.trait, index }).name,
  );
  expect(new Set(places).size).toBe(4);
});

test('places that the prompt names come first, in its order', () => {
  const prompt = 'a fox at the sea, then in the city, then in snow';
  const places = [0, 1, 2].map((index) => sceneFor({ prompt, character: 'fox', trait: 1, index }).name);
  expect(places).toEqual(['sea', 'city', 'snow']);
});

test.each([
  ['a red fox and a cat', 'fox'],
  ['the cat and the fox', 'cat'],
  ['two bunnies', 'rabbit'],
  ['perfume on marble', 'bottle'],
  ['she walks home', 'girl'],
  ['catalogue', undefined],
])('%s: %s', (prompt, character) => {
  expect(namedCharacter(prompt)).toBe(character);
});

test('the same character with the same seed looks the same in every prompt that names it', () => {
  const { light: _a, ...forest } = lookOf('a fox in the forest', 5);
  const { light: _b, ...city } = lookOf('Generate 4 images of a fox in the city at night', 5);
  expect(city).toEqual(forest);
});

test('a picture drawn here hands its look on, whole or not', async () => {
  const look = lookOf('a fox in the forest', 7);
  const bytes = await drawPicture(picture());
  expect(await lookOfImage(bytes)).toEqual({ look, drawnHere: true });
});

test('any other image hands on the palette nearest to it', async () => {
  const flat = (background: string) =>
    sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer();
  const [lagoon, ember] = await Promise.all([
    lookOfImage(await flat('#4fa3b5')),
    lookOfImage(await flat('#d9826b')),
  ]);
  expect(lagoon).toMatchObject({ look: { palette: 'lagoon' }, drawnHere: false });
  expect(ember).toMatchObject({ look: { palette: 'ember' }, drawnHere: false });
  expect(await lookOfImage(new Uint8Array([1, 2, 3]))).toBeUndefined();
});

test('every prompt can be drawn', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.constantFrom<[number, number]>([2048, 2048], [3024, 1296], [1440, 2560]),
      (prompt, index, seed, [width, height]) => {
        const svg = pictureSvg({ prompt, count: 15, index, seed, width, height, look: lookOf(prompt, seed) });
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      },
    ),
    { numRuns: 150 },
  );
});

test('a comment goes into a JPEG and comes out, whatever it says', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
      expect(readJpegComment(addJpegComment(jpeg, text))).toBe(text);
    }),
  );
  expect(readJpegComment(jpeg)).toBeUndefined();
});

test('the typeface has the letters of Europe, and outlines as wide as their sum', () => {
  const typeface = loadTypeface();
  const missing = Array.from('AZaz09äöüßéèñøåłžđěЖя…—“”/').filter((character) => !typeface.has(character));
  expect(missing).toEqual([]);
  expect(typeface.has('日')).toBe(false);
  const { path, width } = typeface.outline('Ärger', 20);
  const sum = Array.from('Ärger', (character) => typeface.width(character, 20)).reduce((a, b) => a + b, 0);
  expect(width).toBeCloseTo(sum, 6);
  expect(path).toMatch(/^M[\d.-]+ [\d.-]+[LQ].*Z$/);
});
