import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'Grid',
  version: 1,
  title: 'Grid',
  description: 'Lays a batch out on one sheet, in reading order.',
  category: 'images',
  aliases: ['contact sheet', 'montage', 'collage', 'sheet', 'comic page'],
  effect: 'pure',
  inputs: {
    images: port.many(port.image()),
    columns: port.integer({ initial: 0, min: 0, max: 100, help: '0 chooses by itself.' }),
    gap: port.integer({ initial: 16, min: 0, max: 1000, help: 'Pixels between the images.' }),
    background: port.color({ initial: '#ffffff' }),
    cell: port.integer({
      initial: 1024,
      min: 0,
      max: 8192,
      help: 'Long side of an image in pixels; 0 keeps the original size.',
    }),
    labels: port.boolean({ initial: false, help: 'Number the images.', advanced: true }),
    format: port.choice(['png', 'jpeg', 'webp'], { initial: 'png', advanced: true }),
  },
  outputs: { image: port.image() },
  execute: async (context, { images, ...options }) => {
    context.progress(undefined, `laying out ${images.length} images`);
    return { image: await context.images.composeGrid(images, options) };
  },
});
