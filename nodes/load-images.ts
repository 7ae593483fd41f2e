import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'LoadImages',
  version: 1,
  title: 'Load Images',
  description: 'Images from files, as a batch.',
  category: 'input',
  aliases: ['upload', 'open', 'file', 'Load Image'],
  effect: 'pure',
  inputs: { images: port.imageFiles({ help: 'Pick, drop or paste image files.' }) },
  outputs: { images: port.many(port.image()) },
  check: ({ images }) => (images.length === 0 ? [{ input: 'images', message: 'No image is picked.' }] : []),
  execute: (_context, { images }) => ({ images }),
});
