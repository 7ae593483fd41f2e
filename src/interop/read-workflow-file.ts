import { isPrompt } from './comfy/read-prompt.ts';
import { sourceOf } from './images/byte-source.ts';
import { startsWith } from './images/byte-text.ts';
import { readImageTexts } from './images/image-metadata.ts';
import { openWorkflow, refuse, type OpenWorkflow } from './open-workflow.ts';
import { parseJson, type ParsedJson } from './parse-json.ts';
import { toDocument, type ReadOptions, type ReadWorkflow } from './read-workflow.ts';
import { fieldOf, isRecord, type JsonRecord } from './values.ts';

/** Largest text file that is read at all; images may be larger. */
const largestText = 64 * 1_048_576;

/** An opened workflow with the prompt that stands beside it in an image, which names the values of its nodes. */
export type OpenWorkflowFile =
  | (Extract<OpenWorkflow, { ok: true }> & { readonly companion?: JsonRecord })
  | Extract<OpenWorkflow, { ok: false }>;

/**
 * Reads a workflow from a file of any kind that may hold one: JSON of ours or ComfyUI's, an image or a drawing that
 * carries it. Never throws.
 */
export async function readWorkflowFile(bytes: Uint8Array, options: ReadOptions): Promise<ReadWorkflow> {
  const opened = await openWorkflowFile(bytes);
  if (!opened.ok) return opened;
  const { companion } = opened;
  return toDocument(
    opened.workflow,
    companion === undefined ? options : { ...options, widgetNames: { companion, ...options.widgetNames } },
  );
}

/** Finds the workflow in a file without making anything of it. Never throws. */
export async function openWorkflowFile(bytes: Uint8Array): Promise<OpenWorkflowFile> {
  const texts = await readImageTexts(sourceOf(bytes));
  if (texts !== undefined) return openCarried(texts);
  if (bytes.length > largestText) return refuse('limit-exceeded', 'The file is too large for a workflow.');
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return refuse(
      'not-a-workflow',
      'The file is neither a workflow nor a PNG, WebP or JPEG image that carries one.',
    );
  }
  if (text.startsWith('<')) return openDrawing(text);
  const parsed = parseUnwrapped(text);
  return parsed.ok
    ? openWorkflow(parsed.value)
    : refuse('not-json', `The file is not JSON: ${parsed.message}.`);
}

/** Some shells write the output of a program as UTF-16, with a mark in front. */
function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, '\u00ff\u00fe')) return 'utf-16le';
  return startsWith(bytes, '\u00fe\u00ff') ? 'utf-16be' : 'utf-8';
}

/** Some programs write the JSON of a workflow as a JSON text once more. */
function parseUnwrapped(text: string): ParsedJson {
  const parsed = parseJson(text);
  const isWrapped = parsed.ok && typeof parsed.value === 'string' && parsed.value.trimStart().startsWith('{');
  return isWrapped ? parseJson(String(parsed.value)) : parsed;
}

const carriedKeys = ['batchwork', 'workflow', 'prompt'] as const;

/** What an image carries, our own document first, then ComfyUI's workflow, then its prompt. */
function openCarried(texts: ReadonlyMap<string, string>): OpenWorkflowFile {
  const prompt = parsedText(texts, 'prompt');
  let refused: OpenWorkflowFile | undefined;
  for (const key of carriedKeys) {
    const value = key === 'prompt' ? prompt : parsedText(texts, key);
    if (value === undefined) continue;
    const opened = openWorkflow(value);
    if (opened.ok) return isPrompt(prompt) ? { ...opened, companion: prompt } : opened;
    refused ??= opened;
  }
  if (refused !== undefined) return refused;
  return refuse(
    'not-a-workflow',
    texts.has('parameters')
      ? 'The image carries the parameters of another program, but no workflow.'
      : 'The image carries no workflow.',
  );
}

function parsedText(texts: ReadonlyMap<string, string>, key: string): unknown {
  const text = texts.get(key);
  const parsed = text === undefined ? undefined : parseUnwrapped(text);
  return parsed?.ok === true && isRecord(parsed.value) ? parsed.value : undefined;
}

/** An SVG file holds its workflow as character data of its metadata. */
function openDrawing(text: string): OpenWorkflowFile {
  const from = text.indexOf('<![CDATA[');
  const to = from === -1 ? -1 : text.indexOf(']]>', from);
  const parsed = to === -1 ? undefined : parseJson(text.slice(from + '<![CDATA['.length, to));
  if (parsed?.ok !== true)
    return refuse('not-a-workflow', 'The file is a drawing or web page that carries no workflow.');
  const carried = new Map<string, string>();
  for (const key of carriedKeys) {
    const value = fieldOf(parsed.value, key);
    if (value !== undefined) carried.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return carried.size > 0 ? openCarried(carried) : openWorkflow(parsed.value);
}
