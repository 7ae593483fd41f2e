import type { WorkflowDocument } from '#core/document/schema.ts';
import { workflow } from '#test/rig/workflow.ts';

import type { Start } from './history.ts';

const count = 2;

/** The prompt that goes out for a text: the node names the number of images. */
const sent = (text: string): string => `Generate ${count} images of ${text}`;

/** A workflow of one start. */
export function documentOf({ shape, provider, subject }: Start): WorkflowDocument {
  const generate = { type: 'SequentialGenerate', inputs: { count, provider } };
  const save = { type: 'Save', inputs: { filename_prefix: subject } };
  const prompt = { type: 'Prompt', inputs: { text: textOf(shape, provider, subject, 0) } };
  switch (shape) {
    case 'single':
      return workflow({ prompt, generate, save }, [
        'prompt.text > generate.prompt',
        'generate.images > save.images',
      ]);
    case 'fan-out': {
      const text = [0, 1, 2].map((index) => textOf(shape, provider, subject, index)).join('\n');
      return workflow({ prompt: { type: 'PromptList', inputs: { text } }, generate, save }, [
        'prompt.text > generate.prompt',
        'generate.images > save.images',
      ]);
    }
    case 'copies':
      return workflow({ prompt, seeds: { type: 'Seed', inputs: { seed: 1, copies: 2 } }, generate, save }, [
        'prompt.text > generate.prompt',
        'seeds.seed > generate.seed',
        'generate.images > save.images',
      ]);
    case 'chained': {
      const second = { type: 'Prompt', inputs: { text: textOf(shape, provider, subject, 1) } };
      return workflow({ prompt, second, generate, more: generate, save }, [
        'prompt.text > generate.prompt',
        'second.text > more.prompt',
        'generate.images > more.references',
        'more.images > save.images',
      ]);
    }
  }
}

const textOf = (shape: Start['shape'], provider: string, subject: string, index: number): string =>
  `a ${subject} ${shape} ${index} for ${provider}`;

/** How many work items of a start ask for each thing; keys are prompts as the provider gets them. */
export function itemsOf({ shape, provider, subject }: Start): ReadonlyMap<string, number> {
  const item = (index: number): string => sent(textOf(shape, provider, subject, index));
  switch (shape) {
    case 'single':
      return new Map([[item(0), 1]]);
    case 'fan-out':
      return new Map([0, 1, 2].map((index) => [item(index), 1]));
    case 'copies':
      return new Map([[item(0), 2]]);
    case 'chained':
      return new Map([0, 1].map((index) => [item(index), 1]));
  }
}

/** What an execution of a node asks for. */
export function itemAt({ shape, provider, subject }: Start, node: string, execution: number): string {
  const index = shape === 'fan-out' ? execution : node === 'more' ? 1 : 0;
  return sent(textOf(shape, provider, subject, index));
}
