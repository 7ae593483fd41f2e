import type { Diagnostic } from '#core/run/diagnostic.ts';

import { isPrompt } from './comfy/read-prompt.ts';
import { sourceOf } from './images/byte-source.ts';
import { startsWith } from './images/byte-text.ts';
import { readImageTexts } from './images/image-metadata.ts';
import { parseJson } from './parse-json.ts';
import { readWorkflowText, readWorkflowValue, type ReadOptions, type ReadWorkflow } from './read-workflow.ts';
import { fieldOf, isRecord } from './values.ts';

const refuse = (message: string): ReadWorkflow => ({
  ok: false,
  diagnostics: [{ code: 'not-a-workflow', severity: 'error', message } satisfies Diagnostic],
});

/** Largest text file that is read at all; images may be larger. */
const largestText = 64 * 1_048_576;

/**
 * Reads a workflow from a file of any kind that may hold one: JSON of ours or ComfyUI's, an image or a drawing that
 * carries it. Never throws.
 */
export async function readWorkflowFile(bytes: Uint8Array, options: ReadOptions): Promise<ReadWorkflow> {
  const texts = await readImageTexts(sourceOf(bytes));
  if (texts !== undefined) return readCarried(texts, options);
  if (bytes.length > largestText) return refuse('The file is too large for a workflow.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('The file is neither a workflow nor a PNG, WebP or JPEG image that carries one.');
  }
  if (startsWith(bytes, '<') || startsWith(bytes, '\u00ef\u00bb\u00bf<')) return readDrawing(text, options);
  return readWorkflowText(text, options);
}

/** What an image carries, our own document first, then ComfyUI's workflow, then its prompt. */
function readCarried(texts: ReadonlyMap<string, string>, options: ReadOptions): ReadWorkflow {
  const prompt = parsedText(texts, 'prompt');
  const companion = isPrompt(prompt) ? prompt : undefined;
  const named: ReadOptions =
    companion === undefined ? options : { ...options, widgetNames: { companion, ...options.widgetNames } };
  let refused: ReadWorkflow | undefined;
  for (const key of ['batchwork', 'workflow', 'prompt']) {
    const value = key === 'prompt' ? prompt : parsedText(texts, key);
    if (value === undefined) continue;
    const read = readWorkflowValue(value, named);
    if (read.ok) return read;
    refused ??= read;
  }
  if (refused !== undefined) return refused;
  if (texts.has('parameters'))
    return refuse('The image carries the parameters of another program, but no workflow.');
  return refuse('The image carries no workflow.');
}

function parsedText(texts: ReadonlyMap<string, string>, key: string): unknown {
  const text = texts.get(key);
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed?.ok === true && isRecord(parsed.value) ? parsed.value : undefined;
}

/** An SVG file holds its workflow as character data of its metadata. */
function readDrawing(text: string, options: ReadOptions): ReadWorkflow {
  const from = text.indexOf('<![CDATA[');
  const to = from === -1 ? -1 : text.indexOf(']]>', from);
  const parsed = to === -1 ? undefined : parseJson(text.slice(from + '<![CDATA['.length, to));
  if (parsed?.ok !== true) return refuse('The file is a drawing or web page that carries no workflow.');
  const carried = new Map<string, string>();
  for (const key of ['batchwork', 'workflow', 'prompt']) {
    const value = fieldOf(parsed.value, key);
    if (value !== undefined) carried.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return carried.size > 0 ? readCarried(carried, options) : readWorkflowValue(parsed.value, options);
}
