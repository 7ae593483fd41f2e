import { describe, expect, test } from 'vitest';

import { read } from './read-sample.ts';
import { apiPrompt, wavespeedWorkflow } from './sample-workflows.ts';

describe('Seedream', () => {
  const seedream = (inputs: object, type = 'ByteDanceSeedreamNode') =>
    read({ '1': { class_type: type, inputs: { prompt: 'p', ...inputs } } });

  test.each([
    ['2304x1728 (4:3)', '2304x1728 (4:3)'],
    ['(4K) 4096x4096 (1:1)', '4096x4096 (1:1)'],
    ['2848x1600 (16:9)', '2848x1600'],
  ])('the preset %s is %s', (size_preset, resolution) => {
    expect(seedream({ size_preset }).node('1')?.inputs).toMatchObject({ resolution });
  });

  test('a custom size, one image where sequences are off, a large seed', () => {
    const { node, said } = seedream({
      size_preset: 'Custom',
      width: 2560,
      height: 1440,
      sequential_image_generation: 'disabled',
      max_images: 9,
      seed: 2 ** 31 + 5,
    });
    expect(node('1')?.inputs).toMatchObject({ resolution: '2560x1440 (16:9)', count: 1, seed: 5 });
    expect(said).toContain('Seed 2147483653');
  });

  test('grown image inputs keep their order, ten of them', () => {
    const images = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`model.images.image_${index + 1}`, ['9', 0]]),
    );
    const { document, into } = read({
      '1': {
        class_type: 'ByteDanceSeedreamNodeV3',
        inputs: { prompt: 'p', 'model.max_images': 3, ...images },
      },
      '9': { class_type: 'LoadImage', inputs: { image: 'x.png' } },
    });
    expect(document.nodes.filter(({ type }) => type === 'MergeImages')).toHaveLength(4);
    expect(into('1', 'references')).toBe('1-merge-4.images');
  });

  test('a size that another node computes keeps the node a placeholder', () => {
    const { node, said } = read({
      '1': {
        class_type: 'ByteDanceSeedreamNode',
        inputs: { prompt: 'p', size_preset: 'Custom', width: ['2', 0] },
      },
      '2': { class_type: 'Math', inputs: {} },
    });
    expect(node('1')?.type).toBe('ByteDanceSeedreamNode');
    expect(said).toContain('its size comes from another node');
  });

  test('a prompt with everything', () => {
    const { node, into } = read(apiPrompt);
    expect(node('1')).toMatchObject({
      type: 'SequentialGenerate',
      inputs: { resolution: '2560x1440 (16:9)', seed: 5 },
    });
    expect(into('10', 'from')).toBe('1.images');
  });

  test("WaveSpeed's task nodes become one, and their key is left out", () => {
    const { node, into, codes, idMap, document } = read(wavespeedWorkflow);
    expect(node('65')).toMatchObject({
      type: 'SequentialGenerate',
      inputs: { prompt: 'five scenes', count: 5, resolution: '2048x2048 (1:1)', provider: 'wavespeed' },
    });
    expect(into('65', 'references')).toBe('17.images');
    expect(into('76', 'images')).toBe('65.images');
    expect(document.nodes).toHaveLength(3);
    expect(idMap.get('74')).toBe('65');
    expect(codes).toContain('key-removed');
    expect(JSON.stringify(document)).not.toContain('wsp-0123456789');
  });
});

test('a class of some pack that has the name of one of ours is not mistaken for it', () => {
  const { node } = read({ '1': { class_type: 'Seed', inputs: { seed: 1, mode: 'x' } } });
  expect(node('1')).toMatchObject({ type: 'ComfyUI Seed', comfy: { type: 'Seed' } });
});

test('keys in a prompt are left out', () => {
  const { document, codes } = read({
    '1': { class_type: 'Chat', inputs: { api_key: 'sk-secret', text: 'x' } },
  });
  expect(JSON.stringify(document)).not.toContain('sk-secret');
  expect(codes).toContain('key-removed');
});
