import { expect, test } from 'vitest';

import { describeCount, promptWithCount } from '#core/model/count-in-prompt.ts';

test.each([
  ['3 images', 3],
  ['Generate 3 images of a fox', 3],
  ['Generate 1 image of a fox', 1],
  ['one single image of a fox', 1],
  ['GENERATE THREE IMAGES', 3],
  ['three comic panels', 3],
  ['three different comic panels of a cat', 3],
  ['a 4-panel comic', 4],
  ['a 4 panel comic', 4],
  ['a four-panel comic strip', 4],
  ['a six panel storyboard', 6],
  ['12 photographs on a wall', 12],
  ['Draw twenty pictures', 20],
  ['5 highly detailed, moody photos', undefined],
  ['5 highly detailed moody photos', 5],
  ['4 gorgeous pictures', 4],
  ['4 various glass posters', 4],
  ["6 children's book illustrations", 6],
  ['3 4K images', 3],
  ['2 and 3 images', 3],
  ['3 or 4 images', 4],
  ['two foxes, then 3 images of snow', 3],
  ['(3 images)', 3],
  ['100 images', 100],
  ['the fox in three scenes', 3],
  ['2 women in three scenes', 3],
  ['a fox', undefined],
  ['', undefined],
  ['a dog with 2 heads', undefined],
  ['in 1920s style', undefined],
  ['a 1920 photo', undefined],
  ['a 16:9 image', undefined],
  ['a 2048x2048 image', undefined],
  ['shot on 35mm film', undefined],
  ['an 85 mm portrait', undefined],
  ['a 30 year old man portrait', undefined],
  ['two foxes in different scenes', undefined],
  ['three friends in a photo', undefined],
  ['two dogs playing cards', undefined],
  ['two people portrait', undefined],
  ['two people in various pictures', undefined],
  ['seven imagesque things', undefined],
  ['someone images a fox', undefined],
  ['version 2.5 images', undefined],
])('%j asks for %s images', (prompt, count) => {
  expect(describeCount(prompt)).toBe(count);
});

test.each([
  ['a fox', 3, 'Generate 3 images of a fox'],
  ['a fox', 1, 'Generate 1 image of a fox'],
  ['a dog with 2 heads', 4, 'Generate 4 images of a dog with 2 heads'],
])('%j with a count of %i names the number', (prompt, count, sent) => {
  expect(promptWithCount(prompt, count)).toEqual({ prompt: sent, warning: undefined });
});

test('a prompt that names the count is kept verbatim', () => {
  const prompt = '  three   IMAGES of a fox\n';
  expect(promptWithCount(prompt, 3)).toEqual({ prompt, warning: undefined });
});

test('a prompt that names another number is kept too, with a warning that names both', () => {
  const { prompt, warning } = promptWithCount('five images of a fox', 3);
  expect(prompt).toBe('five images of a fox');
  expect(warning).toContain('5 images');
  expect(warning).toContain('count is 3');
  expect(promptWithCount('1 image of a fox', 3).warning).toContain('asks for 1 image,');
});

test('what was counted once is counted again in the same way', () => {
  for (let count = 1; count <= 15; count += 1)
    expect(describeCount(promptWithCount('two foxes in the snow', count).prompt)).toBe(count);
});
