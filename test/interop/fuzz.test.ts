import sharp from 'sharp';
import { expect, test } from 'vitest';

import { parseDocument } from '#core/document/parse.ts';
import { documentToPrompt } from '#interop/comfy/document-to-prompt.ts';
import { documentToUi } from '#interop/comfy/document-to-ui.ts';
import { sourceOf } from '#interop/images/byte-source.ts';
import { planImageTexts, readImageTexts } from '#interop/images/image-metadata.ts';
import { readWorkflowText } from '#interop/read-workflow.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { seededRandom, type Random } from './random.ts';
import { apiPrompt, editorWorkflow, subgraphWorkflow, wavespeedWorkflow } from './sample-workflows.ts';

const { descriptors: catalog } = await loadNodes('nodes');
const cases = Number(process.env['BATCHWORK_FUZZ_CASES'] ?? 200_000);
/** Slowest case that is taken for bounded, ms; a stall by the machine itself is far below. */
const slowestMs = 5_000;

type Json = unknown;
const odd: readonly [Json, ...Json[]] = [
  null,
  true,
  -1,
  0,
  1,
  1e300,
  2.5,
  '',
  '1',
  '-10',
  'Reroute',
  'fixed',
  '__proto__',
  [],
  [[]],
  {},
  { 0: 1 },
  ['1', 0],
  ['1', -1],
  [1, 2, 3, 4, 5, 6],
  { name: 'x' },
  'SaveImage',
  'PrimitiveNode',
  '7d1f6a0e-5a55-4c6e-9f0a-0d6f5b1c2e3a',
];

/** Changes one place of a JSON value: another value, gone, doubled, or moved to another key. */
function mutate(value: Json, random: Random): void {
  let at = value;
  for (;;) {
    if (typeof at !== 'object' || at === null) return;
    const holder = at as Record<string, Json>;
    const keys = Object.keys(holder);
    const [first, ...others] = keys;
    if (first === undefined) return;
    const key = random.pick([first, ...others]);
    const inside = holder[key];
    if (typeof inside === 'object' && inside !== null && random.int(4) > 0) {
      at = inside;
      continue;
    }
    switch (random.int(5)) {
      case 0:
        if (Array.isArray(at)) at.splice(Number(key), 1);
        else Reflect.deleteProperty(holder, key);
        return;
      case 1:
        if (Array.isArray(at)) at.push(inside);
        else holder[String(random.int(20))] = inside;
        return;
      default:
        holder[key] = structuredClone(random.pick(odd));
        return;
    }
  }
}

function breakText(text: string, random: Random): string {
  const at = random.int(text.length);
  const length = random.int(3);
  return (
    text.slice(0, at) +
    random.pick(['', 'NaN', '"', '}', '[', '\\', '\u0000', ',', '9'.repeat(30)]) +
    text.slice(at + length)
  );
}

test(`${cases} changed workflows: success or a typed error, within bounds`, () => {
  const samples = [editorWorkflow, subgraphWorkflow, apiPrompt, wavespeedWorkflow].map((each) =>
    JSON.stringify(each),
  );
  const random = seededRandom(20_261_121);
  let taken = 0;
  let slowest = 0;
  for (let index = 0; index < cases; index += 1) {
    let text = samples[index % samples.length] ?? '';
    if (random.int(6) === 0) text = breakText(text, random);
    else {
      const value: Json = JSON.parse(text);
      for (let count = random.int(4); count >= 0; count -= 1) mutate(value, random);
      text = JSON.stringify(value);
    }
    const start = performance.now();
    const read = readWorkflowText(text, { catalog });
    slowest = Math.max(slowest, performance.now() - start);
    if (!read.ok) {
      if (read.diagnostics[0]?.message === undefined || read.diagnostics[0].code === 'invalid-document')
        throw new Error(`A refusal says no reason of its own: ${JSON.stringify(read.diagnostics)}\n${text}`);
      continue;
    }
    taken += 1;
    // Every so often, that what was taken in is a document, and can be written again.
    if (index % 50 === 0) {
      if (!parseDocument(JSON.parse(JSON.stringify(read.document))).ok)
        throw new Error(`What was taken in is no document: ${text}`);
      documentToUi(read.document, { catalog });
      documentToPrompt(read.document, catalog);
    }
  }
  expect(taken).toBeGreaterThan(cases / 2);
  expect(slowest).toBeLessThan(slowestMs);
}, 600_000);

test(`${cases} changed images: success or nothing, within bounds`, async () => {
  const dot = sharp({ create: { width: 2, height: 2, channels: 3, background: '#345' } });
  const texts = new Map([
    ['workflow', '{"nodes":[]}'],
    ['prompt', '{}'],
  ]);
  const samples: Buffer[] = [];
  for (const image of [dot.clone().png(), dot.clone().webp(), dot.clone().jpeg({ quality: 1 })]) {
    const bytes = await image.toBuffer();
    const parts = (await planImageTexts(sourceOf(bytes), texts)) ?? [];
    samples.push(
      Buffer.concat(
        parts.map((part) => ('bytes' in part ? part.bytes : bytes.subarray(part.at, part.at + part.length))),
      ),
    );
  }
  const random = seededRandom(4_711);
  let read = 0;
  let slowest = 0;
  for (let index = 0; index < cases; index += 1) {
    const bytes = Uint8Array.from(samples[index % samples.length] ?? []);
    // Most of the meaning stands in the first bytes and around the texts.
    for (let count = random.int(4); count >= 0; count -= 1)
      bytes[random.int(bytes.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.int(256)]);
    const cut = random.int(8) === 0 ? bytes.subarray(0, random.int(bytes.length)) : bytes;
    const start = performance.now();
    const found = await readImageTexts(sourceOf(cut));
    const parts = await planImageTexts(sourceOf(cut), texts);
    slowest = Math.max(slowest, performance.now() - start);
    if (found?.has('workflow') === true) read += 1;
    if (parts === undefined) continue;
    const length = parts.reduce((sum, part) => sum + ('bytes' in part ? part.bytes.length : part.length), 0);
    if (
      length > cut.length * 2 + 1000 ||
      parts.some((part) => 'at' in part && part.at + part.length > cut.length)
    )
      throw new Error(`A plan beyond the file: ${Buffer.from(cut).toString('base64')}`);
  }
  expect(read).toBeGreaterThan(cases / 4);
  expect(slowest).toBeLessThan(slowestMs);
}, 600_000);
