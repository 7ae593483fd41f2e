import { expect, test } from 'vitest';
import { page } from 'vitest/browser';

import type { RunEventDraft } from '#core/run/event.ts';
import type { Editor } from '#editor/app/editor.ts';

import { storyboard } from '../editor/workflows.ts';
import { renderEditor } from './render-editor.tsx';

/** Lets events of one run come in, as the socket would bring them. */
function feed(editor: Editor): (...drafts: RunEventDraft[]) => void {
  let seq = 0;
  editor.runs.setState({ shown: 'run-1' });
  return (...drafts) =>
    editor.runs.fold(drafts.map((draft) => ({ ...draft, run: 'run-1', seq: ++seq, at: seq })));
}

const start: RunEventDraft = {
  type: 'run-start',
  name: 'Fox',
  steps: ['prompt', 'seed', 'generate', 'grid', 'save', 'frames'].map((node) => ({
    node,
    nodeType: 'any',
    executions: 1,
  })),
  estimateUsd: 0,
  resumed: false,
};
const job = { node: 'generate', execution: 0, attempt: 'a' } as const;
const image = (index: number): RunEventDraft => ({
  type: 'asset-add',
  node: 'generate',
  execution: 0,
  index,
  asset: { hash: String(index).repeat(64), mediaType: 'image/png', byteLength: 1, width: 2, height: 2 },
  demo: true,
  nsfw: false,
});

const stateOf = (id: string) =>
  document.querySelector<HTMLElement>(`[data-node-id="${id}"]`)?.dataset['state'];
const thumbnails = (id: string) => document.querySelectorAll(`[data-node-id="${id}"] img`).length;
const generate = () => page.getByRole('group', { name: /^Sequential Generate/ });

test('a run shows on its nodes: waiting, progress in words, pictures one by one, the end', async () => {
  const document = storyboard();
  const editor = await renderEditor({
    ...document,
    nodes: document.nodes.map((item, index) => ({ ...item, position: { x: index * 300, y: 0 } })),
  });
  const bring = feed(editor);
  bring(start, { type: 'step-start', node: 'generate', executions: 1 });
  await expect.element(generate()).toHaveAccessibleName('Sequential Generate, running');
  expect(stateOf('generate')).toBe('running');
  expect(stateOf('grid')).toBe('waiting');
  await expect.element(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();

  bring({ type: 'job-submit', ...job, provider: 'local', images: 3, estimateUsd: 0 });
  bring({ type: 'job-progress', ...job, phase: 'queued', position: 3 });
  await expect.element(generate().getByText('queued in place 3')).toBeVisible();
  bring({ type: 'job-progress', ...job, phase: 'drawing', delivered: 1 });
  await expect.element(generate().getByText('drawing 1 of 3')).toBeVisible();

  bring(image(0));
  await expect.element(generate().getByRole('button', { name: 'Open image 1 of 1' })).toBeVisible();
  expect(thumbnails('generate')).toBe(1);
  bring(image(1), image(2));
  await expect.element(generate().getByRole('button', { name: 'Open image 3 of 3' })).toBeVisible();
  await expect.element(generate().getByText('Demo', { exact: true })).toBeVisible();

  bring(
    { type: 'item-end', ...job, outcome: 'complete', cached: false, costUsd: 0 },
    { type: 'step-end', node: 'generate', outcome: 'complete', cached: false, outputs: {} },
    {
      type: 'run-end',
      outcome: 'partial',
      costUsd: 0,
      images: 3,
      cachedImages: 0,
      files: [],
      failures: [],
      warnings: [],
    },
  );
  await expect.element(generate()).toHaveAccessibleName('Sequential Generate, done');
  await expect.element(page.getByText(/^Partly done/)).toBeVisible();
  expect(page.getByRole('button', { name: 'Stop', exact: true }).elements()).toHaveLength(0);
});

test('a failure stands at its node in one sentence', async () => {
  const editor = await renderEditor(storyboard());
  const bring = feed(editor);
  bring(start, {
    type: 'step-end',
    node: 'generate',
    outcome: 'failed',
    cached: false,
    outputs: {},
    failure: { code: 'moderation', message: 'The prompt was refused.', retryable: false, charged: 'no' },
  });
  await expect.element(generate().getByText('The prompt was refused.')).toBeInTheDocument();
  expect(stateOf('generate')).toBe('failed');
});

test('a reload in mid-run folds the same events again and shows the same', async () => {
  const events: RunEventDraft[] = [
    start,
    { type: 'step-start', node: 'generate', executions: 1 },
    { type: 'job-submit', ...job, provider: 'local', images: 3, estimateUsd: 0 },
    image(0),
  ];
  const editor = await renderEditor(storyboard());
  feed(editor)(...events);
  // The stored events overlap with what the socket brought before.
  feed(editor)(...events, image(1));
  await expect.element(generate().getByRole('button', { name: 'Open image 2 of 2' })).toBeInTheDocument();
  expect(thumbnails('generate')).toBe(2);
});
