import { z } from 'zod';

import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

import type { Sheet } from './document-store.ts';

/** What survives a reload: the document as it is, and what it belongs to. */
export interface Draft {
  readonly document: WorkflowDocument;
  readonly sheet: Sheet;
}

const storedSchema = z.object({
  document: z.unknown(),
  file: z.string().nullable(),
  etag: z.string().nullable(),
  /** Whether the file holds this very document. */
  clean: z.boolean(),
  runs: z.array(z.string()),
});

const key = 'batchwork.draft';
/** Runs that a draft remembers. */
const keptRuns = 50;

/** The two places a draft lies in: this tab's own, and one that a new tab begins with. */
export interface DraftPlaces {
  readonly tab: Storage;
  readonly shared: Storage;
}

/** Keeps the draft in both places. Answers with false when it does not fit or storage is switched off. */
export function keepDraft(places: DraftPlaces, { document, sheet }: Draft): boolean {
  const text = JSON.stringify({
    document,
    file: sheet.file,
    etag: sheet.etag,
    clean: sheet.saved === document,
    runs: sheet.runs.slice(-keptRuns),
  } satisfies z.infer<typeof storedSchema>);
  try {
    places.tab.setItem(key, text);
    places.shared.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** The tab's own draft, else the newest of any tab, else undefined. What cannot be read is passed over. */
export function restoreDraft(places: DraftPlaces): Draft | undefined {
  return readDraft(places.tab) ?? readDraft(places.shared);
}

function readDraft(place: Storage): Draft | undefined {
  try {
    const stored = storedSchema.parse(JSON.parse(place.getItem(key) ?? 'null'));
    const parsed = parseDocument(stored.document);
    if (!parsed.ok) return undefined;
    const { file, etag, runs } = stored;
    return {
      document: parsed.document,
      sheet: { file, etag, runs, saved: stored.clean ? parsed.document : null, opened: null },
    };
  } catch {
    return undefined;
  }
}
