import { emptyDocument } from '#core/document/empty.ts';
import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';

/** A node instance with little to type. */
export const node = (id: string, type: string, inputs: NodeInstance['inputs'] = {}): NodeInstance => ({
  id,
  type,
  position: { x: 0, y: 0 },
  inputs,
});

/** An edge written `prompt.text > generate.prompt`. */
export function edge(words: string): Edge {
  const [from, to] = words.split('>').map((end) => end.trim().split('.'));
  return {
    from: { node: from?.[0] ?? '', output: from?.[1] ?? '' },
    to: { node: to?.[0] ?? '', input: to?.[1] ?? '' },
  };
}

export const workflow = (nodes: NodeInstance[], edges: string[] = []): WorkflowDocument => ({
  ...emptyDocument('Test'),
  nodes,
  edges: edges.map(edge),
});

/**
 *     prompt ─ generate ─┬─ grid ─ save
 *     seed ────┘         └─ frames
 */
export const storyboard = (): WorkflowDocument =>
  workflow(
    [
      node('prompt', 'Prompt', { text: 'Generate 3 images of a fox' }),
      node('seed', 'Seed', { seed: 7 }),
      node('generate', 'SequentialGenerate'),
      node('grid', 'Grid'),
      node('save', 'Save'),
      node('frames', 'Save'),
    ],
    [
      'prompt.text > generate.prompt',
      'seed.seed > generate.seed',
      'generate.images > grid.images',
      'grid.image > save.images',
      'generate.images > frames.images',
    ],
  );
