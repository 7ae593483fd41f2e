import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'Prompt',
  version: 1,
  title: 'Prompt',
  description: 'A text that says what to draw.',
  category: 'input',
  aliases: ['text', 'string', 'CLIP Text Encode'],
  effect: 'pure',
  inputs: { text: port.text({ multiline: true, placeholder: 'A red fox explores a winter forest…' }) },
  outputs: { text: port.text() },
  execute: (_context, { text }) => ({ text }),
});
