import type { WorkflowDocument } from '#core/document/schema.ts';

import { workflow } from './workflow.ts';

/** The starter: a prompt, a batch of three, a grid of them, all saved. */
export const starter = (provider: string, prompt = 'a red fox in a winter forest'): WorkflowDocument =>
  workflow(
    {
      prompt: { type: 'Prompt', inputs: { text: prompt } },
      count: { type: 'Count', inputs: { count: 3 } },
      resolution: { type: 'Resolution', inputs: { preset: '2048x2048 (1:1)' } },
      seed: { type: 'Seed', inputs: { seed: 7 } },
      generate: { type: 'SequentialGenerate', inputs: { provider } },
      grid: { type: 'Grid', inputs: { cell: 32, gap: 4 } },
      save: { type: 'Save', inputs: { filename_prefix: 'fox_%seed%' } },
      sheet: { type: 'Save', inputs: { filename_prefix: 'sheet' } },
    },
    [
      'prompt.text > generate.prompt',
      'count.count > generate.count',
      'resolution.resolution > generate.resolution',
      'seed.seed > generate.seed',
      'generate.images > grid.images',
      'generate.images > save.images',
      'grid.image > sheet.images',
    ],
  );
