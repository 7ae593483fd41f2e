import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'PromptList',
  version: 1,
  title: 'Prompt List',
  description: 'One prompt a line, as a batch. Blank lines and lines that start with # are skipped.',
  category: 'input',
  aliases: ['lines', 'batch', 'many prompts', 'multiline'],
  effect: 'pure',
  inputs: { text: port.text({ multiline: true, placeholder: 'One prompt a line\n# a comment' }) },
  outputs: { text: port.many(port.text()) },
  execute: (_context, { text }) => ({
    text: text
      .split(/\r\n|\r|\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  }),
});
