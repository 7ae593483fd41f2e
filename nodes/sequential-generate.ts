import {
  defineNode,
  port,
  promptWithCount,
  providerChoices,
  type AssetRef,
  type ImageRequest,
} from '#core/kit.ts';

interface Inputs {
  readonly prompt: string;
  readonly count: number;
  readonly resolution: string;
  readonly seed: number | undefined;
  readonly references: readonly AssetRef[];
  readonly provider: ImageRequest['provider'];
}

/** The one request that an execution buys, with the number of images named in the prompt. */
function toRequest({ prompt, seed, ...rest }: Inputs): {
  request: ImageRequest;
  warning: string | undefined;
} {
  const counted = promptWithCount(prompt, rest.count);
  return {
    request: { ...rest, prompt: counted.prompt, ...(seed === undefined ? {} : { seed }) },
    warning: counted.warning,
  };
}

export default defineNode({
  type: 'SequentialGenerate',
  version: 1,
  title: 'Sequential Generate',
  description:
    'Draws a batch of images that belong together: the same characters, style and light, with Seedream 4.5 Sequential.',
  category: 'generate',
  aliases: ['seedream', 'bytedance', 'KSampler', 'text to image', 'batch', 'storyboard'],
  effect: 'paid',
  inputs: {
    prompt: port.text({ multiline: true, placeholder: 'What to draw' }),
    count: port.integer({
      initial: 3,
      min: 1,
      max: 15,
      widget: { kind: 'slider' },
      help: 'The most images that may come.',
    }),
    resolution: port.resolution(),
    seed: port.optional(port.seed()),
    references: port.optional(port.many(port.image({ help: 'Images whose characters and style are kept.' }))),
    provider: port.choice(providerChoices, {
      initial: 'auto',
      help: 'auto: the first provider with a key, else the free demo.',
    }),
  },
  outputs: { images: port.many(port.image()) },
  check: ({ prompt }) =>
    prompt.trim() === '' ? [{ input: 'prompt', message: 'The prompt is empty. Say what to draw.' }] : [],
  estimate: (inputs) => {
    const { request, warning } = toRequest(inputs);
    return { requests: [request], warnings: warning === undefined ? [] : [warning] };
  },
  execute: async (context, inputs) => ({ images: await context.models.generate(toRequest(inputs).request) }),
});
