import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'PromptTemplate',
  version: 1,
  title: 'Prompt Template',
  description: 'Fills {subject}, {scene} and {style} into a template. Each of them may be a batch.',
  category: 'input',
  aliases: ['variables', 'format', 'concatenate', 'join text'],
  effect: 'pure',
  inputs: {
    template: port.text({ multiline: true, initial: '{subject}, {scene}, {style}' }),
    subject: port.text(),
    scene: port.text(),
    style: port.text(),
  },
  outputs: { text: port.text() },
  // One pass over the template: what is filled in is text and never a placeholder again.
  execute: (_context, { template, ...values }) => ({
    text: template.replaceAll(
      /\{(subject|scene|style)\}/g,
      (_match, name: 'subject' | 'scene' | 'style') => values[name],
    ),
  }),
});
