import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { keepForeignFiles } from '#editor/state/foreign-files.ts';
import { describeFirstRun } from '#editor/workflow/first-run.ts';

import { catalog } from '../catalog.ts';

const node = (id: string, type: string, inputs: WorkflowDocument['nodes'][number]['inputs'] = {}) => ({
  id,
  type,
  position: { x: 0, y: 0 },
  inputs,
});
const workflow: WorkflowDocument = {
  format: 'batchwork',
  version: 1,
  name: 'From a stranger',
  nodes: [
    node('load', 'LoadImages', { images: [{ hash: 'a' }, { hash: 'b' }] }),
    node('save', 'Save', { filename_prefix: '../../etc/fox', constructor: 'x' }),
    node('strange', 'MineCoins'),
    { ...node('quiet', 'MuteMe'), mode: 'mute' },
  ],
  edges: [],
  groups: [],
  notes: [],
};
const price = { usd: 0.5, demo: false, executions: 2, cached: 0, images: 4, source: '' };

test('a person is told what is bought, sent, read, written and not known', () => {
  const told = describeFirstRun(workflow, catalog, {
    paidCalls: 2,
    images: 4,
    usd: null,
    nodes: { a: { ...price, provider: 'wavespeed' }, b: { ...price, provider: 'wavespeed' } },
  });
  expect(told).toEqual({
    paidCalls: 2,
    images: 4,
    usd: null,
    providers: ['wavespeed'],
    reads: [{ node: 'Load Images', images: 2 }],
    writes: ['../../etc/fox'],
    unknownTypes: ['MineCoins'],
  });
});

test('saved workflows from elsewhere are remembered by name until they are trusted', () => {
  const entries = new Map<string, string>();
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  } as unknown as Storage;
  keepForeignFiles(storage).add('fox');
  expect(keepForeignFiles(storage).has('fox')).toBe(true);
  keepForeignFiles(storage).delete('fox');
  expect(keepForeignFiles(storage).has('fox')).toBe(false);
  entries.set('batchwork.foreign-files', '{broken');
  expect(keepForeignFiles(storage).has('fox')).toBe(false);
});
