import { readFileSync, readdirSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { convertWorkflow } from '#interop/convert-workflow.ts';
import { readWorkflowFile } from '#interop/read-workflow-file.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { arbitraryDocument } from './arbitrary-document.ts';

const { descriptors: catalog } = await loadNodes('nodes');
const runs = Number(process.env['BATCHWORK_PROPERTY_RUNS'] ?? 300);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function convert(document: WorkflowDocument, to: 'comfy' | 'comfy-api'): Promise<string> {
  const converted = await convertWorkflow(bytesOf(serializeDocument(document)), to, { catalog });
  if (!converted.ok) throw new Error(converted.diagnostics[0]?.message);
  return converted.text;
}

async function readBack(text: string): Promise<WorkflowDocument> {
  const read = await readWorkflowFile(bytesOf(text), { catalog });
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  return read.document;
}

const templates = readdirSync('public/templates')
  .filter((file) => file.endsWith('.json') && file !== 'index.json')
  .map((file): [string, WorkflowDocument] => {
    const parsed = parseDocumentText(readFileSync(`public/templates/${file}`, 'utf8'));
    if (!parsed.ok) throw new Error(file);
    return [file, parsed.document];
  });

describe('import of our own export is the identity', () => {
  test.each(templates)('%s', async (_file, document) => {
    expect(await readBack(await convert(document, 'comfy'))).toEqual(document);
    expect(await readBack(await convert(document, 'comfy-api'))).toEqual(document);
  });

  test("any document, through ComfyUI's workflow", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        expect(await readBack(await convert(document, 'comfy'))).toEqual(document);
      }),
      { numRuns: runs },
    );
  });

  test('any document with something to run, through an API prompt', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const text = await convert(document, 'comfy-api');
        fc.pre(text.trim() !== '{}');
        expect(await readBack(text)).toEqual(document);
      }),
      { numRuns: runs },
    );
  });
});

describe('an export that was changed elsewhere', () => {
  test('keeps the change, our ids, and what only Batchwork knows', async () => {
    const [, document] = templates[0] ?? [];
    if (document === undefined) throw new Error('no template');
    const marked = { ...document, nodes: document.nodes.map((node) => ({ ...node, ours: 'kept' })) };
    const workflow = JSON.parse(await convert(marked, 'comfy'));
    workflow.nodes[0].pos = [777, 888];
    const read = await readWorkflowFile(bytesOf(JSON.stringify(workflow)), { catalog });
    if (!read.ok) throw new Error('refused');
    expect(read.report.map(({ code }) => code)).toContain('edited-elsewhere');
    expect(read.document.nodes.map(({ id }) => id)).toEqual(document.nodes.map(({ id }) => id));
    expect(read.document.nodes[0]).toMatchObject({ position: { x: 777, y: 888 }, ours: 'kept' });
    const ends = ({ edges }: WorkflowDocument) =>
      edges.map(({ from, to }) => `${from.node}.${from.output} ${to.node}.${to.input}`).toSorted();
    expect(ends(read.document)).toEqual(ends(document));
    expect(read.document.name).toBe(document.name);
  });

  test('a prompt that was changed is taken as it is now', async () => {
    const [, document] = templates[0] ?? [];
    if (document === undefined) throw new Error('no template');
    const prompt = JSON.parse(await convert(document, 'comfy-api'));
    const id = document.nodes.find(({ type }) => type === 'Prompt')?.id ?? '';
    prompt[id].inputs.text = 'something else';
    const back = await readBack(JSON.stringify(prompt));
    expect(back.nodes.find((node) => node.id === id)?.inputs).toEqual({ text: 'something else' });
  });
});
