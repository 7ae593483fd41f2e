import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'Preview',
  version: 1,
  title: 'Preview',
  description: 'Shows images without saving them.',
  category: 'output',
  aliases: ['show', 'view', 'Preview Image'],
  effect: 'save',
  inputs: { images: port.many(port.image()) },
  outputs: {},
  execute: () => ({}),
});
