import { defineNode, port, resolutionLabels } from '#core/kit.ts';

export default defineNode({
  type: 'Resolution',
  version: 1,
  title: 'Resolution',
  description: 'Size of the images: one of the presets, or width and height of your own.',
  category: 'input',
  aliases: ['size', 'aspect ratio', 'width', 'height', 'Empty Latent Image'],
  effect: 'pure',
  inputs: {
    preset: port.choice([...resolutionLabels, 'custom'], { initial: '2048x2048 (1:1)' }),
    width: port.integer({
      initial: 2048,
      min: 256,
      max: 8192,
      advanced: true,
      help: 'Pixels, for the preset "custom".',
    }),
    height: port.integer({
      initial: 2048,
      min: 256,
      max: 8192,
      advanced: true,
      help: 'Pixels, for the preset "custom".',
    }),
  },
  outputs: { resolution: port.resolution() },
  execute: (_context, { preset, width, height }) => ({
    resolution: preset === 'custom' ? `${width}x${height}` : preset,
  }),
});
