import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'Save',
  version: 1,
  title: 'Save',
  description: 'Writes images as files into the output folder.',
  category: 'output',
  aliases: ['export', 'write', 'file', 'Save Image'],
  effect: 'save',
  inputs: {
    images: port.many(port.image()),
    filename_prefix: port.text({
      initial: 'batchwork',
      maxLength: 512,
      help: 'May hold %date:yyyy-MM-dd%, %run%, %index%, %seed%, and / for subfolders.',
    }),
    format: port.choice(['original', 'png', 'jpeg', 'webp'], {
      initial: 'original',
      help: "original keeps the provider's bytes as they are.",
      advanced: true,
    }),
    embed_workflow: port.boolean({
      initial: true,
      help: 'The file carries the workflow that made it: drop it on the canvas to get that back.',
      advanced: true,
    }),
  },
  outputs: {},
  execute: async (context, { images, filename_prefix: prefix, format, embed_workflow: embedWorkflow }) => {
    for (const [index, image] of images.entries()) {
      context.progress(index / images.length, `saving ${index + 1} of ${images.length}`);
      await context.outputs.save(image, { prefix, format, embedWorkflow, index: index + 1 });
    }
    return {};
  },
});
