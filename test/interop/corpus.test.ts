import { readdirSync, readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { parseDocument, parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { documentToUi } from '#interop/comfy/document-to-ui.ts';
import { readObjectInfo } from '#interop/comfy/signature.ts';
import { convertWorkflow } from '#interop/convert-workflow.ts';
import { sourceOf } from '#interop/images/byte-source.ts';
import { readImageTexts } from '#interop/images/image-metadata.ts';
import { parseJson } from '#interop/parse-json.ts';
import { readWorkflowFile } from '#interop/read-workflow-file.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { corpusFiles, corpusJson, hasCorpus, readCorpus, type CorpusFile } from './corpus.ts';

const { descriptors: catalog } = await loadNodes('nodes');

const promptSchema = z.record(
  z.string(),
  z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);

/** What of a prompt decides what runs: classes and inputs. */
function essence(prompt: unknown): Record<string, { class_type: string; inputs: unknown }> {
  return Object.fromEntries(
    Object.entries(promptSchema.parse(prompt)).map(([id, { class_type, inputs }]) => [
      id,
      { class_type, inputs },
    ]),
  );
}

async function toPrompt(bytes: Uint8Array, objectInfo?: unknown): Promise<unknown> {
  const definitions =
    objectInfo === undefined ? {} : { widgetNames: { definitions: readObjectInfo(objectInfo) } };
  const converted = await convertWorkflow(bytes, 'comfy-api', { catalog, ...definitions });
  if (!converted.ok) throw new Error(converted.diagnostics[0]?.message);
  return JSON.parse(converted.text);
}

/** ComfyUI publishes the schema of version 1; this is the same workflow in its words. */
function asVersion1(workflow: Readonly<Record<string, unknown>>): object {
  const links = z
    .array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.string()]))
    .parse(workflow['links']);
  const { last_node_id: lastNodeId, last_link_id: lastLinkId, ...rest } = workflow;
  return {
    ...rest,
    version: 1,
    state: { lastGroupid: 0, lastNodeId, lastLinkId, lastRerouteId: 0 },
    links: links.map(([id, origin_id, origin_slot, target_id, target_slot, type]) => ({
      id,
      origin_id,
      origin_slot,
      target_id,
      target_slot,
      type,
    })),
  };
}

const outSchema = z.looseObject({
  last_link_id: z.number(),
  last_node_id: z.number(),
  nodes: z.array(
    z.looseObject({
      id: z.number(),
      inputs: z.array(z.looseObject({ link: z.number().nullable().optional() })),
      outputs: z.array(z.looseObject({ links: z.array(z.number()).nullable().optional() })),
    }),
  ),
  links: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.string()])),
  version: z.literal(0.4),
});

/** The table of links and the slots of the nodes say the same. */
function checkLinks(workflow: unknown): void {
  const { nodes, links, last_link_id, last_node_id } = outSchema.parse(workflow);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  expect(byId.size).toBe(nodes.length);
  expect(Math.max(0, ...byId.keys())).toBeLessThanOrEqual(last_node_id);
  for (const [id, from, fromSlot, to, toSlot] of links) {
    expect(id).toBeLessThanOrEqual(last_link_id);
    expect(byId.get(from)?.outputs[fromSlot]?.links).toContain(id);
    expect(byId.get(to)?.inputs[toSlot]?.link).toBe(id);
  }
  const named = nodes.flatMap(({ inputs }) => inputs.flatMap(({ link }) => link ?? []));
  expect(named.toSorted((a, b) => a - b)).toEqual(links.map(([id]) => id));
}

const isWorkflow = ({ expect: wanted, format }: CorpusFile): boolean =>
  wanted.startsWith('import') && format !== 'svg';

test.skipIf(hasCorpus)(
  'there is no ../shared/comfy-corpus beside this checkout: its tests are skipped',
  () => {
    expect(corpusFiles).toEqual([]);
  },
);

describe.skipIf(!hasCorpus)('workflows of other projects', () => {
  const workflows = corpusFiles.filter(isWorkflow);

  test.each(workflows.map((file): [string, CorpusFile] => [file.file, file]))('%s', async (_name, file) => {
    const bytes = readCorpus(file.file);
    const read = await readWorkflowFile(bytes, { catalog });
    if (!read.ok) throw new Error(read.diagnostics[0]?.message);
    // What came in is a document, and nothing was lost: every node is a node, a note, or told in the report.
    expect(parseDocument(JSON.parse(JSON.stringify(read.document))).ok).toBe(true);
    const text = JSON.stringify(read.document);
    const told = new Set(read.report.map(({ code }) => code));
    const { document } = read;
    const kept = z
      .looseObject({ dissolved: z.array(z.unknown()).default([]) })
      .parse(document['comfy'] ?? {});
    const there =
      document.nodes.filter(({ id }) => !/-(?:seed|merge-\d+)$/.test(id)).length +
      document.notes.length +
      kept.dissolved.length;
    // What a subgraph unfolds to is counted elsewhere.
    const expected = file.traits.includes('subgraphs') ? there : (file.nodes ?? file.apiNodes);
    expect(there).toBe(expected);
    expect(told.has('reroute-dissolved')).toBe(
      file.traits.some((trait) => trait === 'reroute-node' || trait === 'native-reroutes'),
    );
    expect(document.groups.length).toBe(file['groups'] ?? 0);
    for (const { type } of document.nodes.filter((node) => !catalog.has(node.type)))
      expect(text).toContain(type);
    expect(told.has('placeholder')).toBe(document.nodes.some(({ type }) => !catalog.has(type)));
    checkLinks(documentToUi(document, { catalog }));
  });

  test('every other file is refused or read in one sentence', async () => {
    for (const file of corpusFiles.filter((each) => !isWorkflow(each) && each.expect !== 'reference')) {
      const read = await readWorkflowFile(readCorpus(file.file), { catalog });
      expect(read.ok || (read.diagnostics[0]?.message.length ?? 0) > 10).toBe(true);
    }
  });

  test('the prompt of an image is what its workflow converts to', async () => {
    let pairs = 0;
    for (const file of corpusFiles.filter(({ traits }) => traits.includes('ui-and-api-pair'))) {
      const bytes = readCorpus(file.file);
      const prompt = parseJson((await readImageTexts(sourceOf(bytes)))?.get('prompt') ?? '');
      if (!prompt.ok) throw new Error(file.file);
      expect({ file: file.file, prompt: essence(await toPrompt(bytes)) }).toEqual({
        file: file.file,
        prompt: essence(prompt.value),
      });
      pairs += 1;
    }
    expect(pairs).toBeGreaterThan(4);
  });

  test('a workflow alone, by what is known of the classes', async () => {
    const workflow = Buffer.from(JSON.stringify(corpusJson('sd15_ui_workflow.json')));
    expect(essence(await toPrompt(workflow))).toEqual(essence(corpusJson('sd15_expected_api.json')));
  });

  test("a workflow alone, by its server's description of its nodes", async () => {
    const workflow = Buffer.from(JSON.stringify(corpusJson('seedream_5_0_pro_t2i_ui.json')));
    const prompt = essence(await toPrompt(workflow, corpusJson('object_info_bytedance_seedream_v2.json')));
    expect(prompt['1']?.inputs).toMatchObject({
      model: 'seedream 5.0 pro',
      'model.size_preset': '(1K) 1024x1024 (1:1)',
      'model.height': 2048,
      seed: 0,
      watermark: false,
    });
  });

  describe("ComfyUI's published schema", () => {
    const schema = corpusJson('specs__workflow_json.schema.json');
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats['default'](ajv);
    const valid = ajv.compile(typeof schema === 'object' && schema !== null ? schema : {});
    const complaints = (document: WorkflowDocument): readonly unknown[] =>
      [true, false].flatMap((carry) => {
        const workflow: unknown = JSON.parse(JSON.stringify(documentToUi(document, { catalog, carry })));
        checkLinks(workflow);
        valid(asVersion1(z.record(z.string(), z.unknown()).parse(workflow)));
        return valid.errors ?? [];
      });

    test.each(
      readdirSync('public/templates').filter((file) => file.endsWith('.json') && file !== 'index.json'),
    )('accepts the template %s', (file) => {
      const parsed = parseDocumentText(readFileSync(`public/templates/${file}`, 'utf8'));
      if (!parsed.ok) throw new Error(file);
      expect(complaints(parsed.document)).toEqual([]);
    });

    test('accepts what every workflow here becomes', async () => {
      for (const file of workflows) {
        const read = await readWorkflowFile(readCorpus(file.file), { catalog });
        expect(read.ok ? complaints(read.document) : read).toEqual([]);
      }
    });
  });
});
