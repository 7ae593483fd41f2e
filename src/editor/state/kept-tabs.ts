import { z } from 'zod';

import { parseDocumentText } from '#core/document/parse.ts';

import type { ClosedTab, DocumentState } from './document-store.ts';
import { isTabUnsaved, makeTab, newSheet, type Tab } from './tab.ts';

/**
 * What survives a reload, a crash and the end of the browser, in its local storage: a record for each window, with the
 * tabs it shows, and the document of each tab beside it.
 */
const keptTabSchema = z.object({
  id: z.string(),
  file: z.string().nullable(),
  etag: z.string().nullable(),
  /** Whether the file holds this very document. */
  clean: z.boolean(),
  runs: z.array(z.string()),
  foreign: z.boolean().default(false),
});
const windowSchema = z.object({
  /** Counts up with every change of the record, over all windows; the greatest is the newest. */
  turn: z.number(),
  active: z.string(),
  tabs: z.array(keptTabSchema),
  closed: z.array(keptTabSchema.extend({ index: z.number() })),
});
type KeptWindow = z.infer<typeof windowSchema>;

const windowPrefix = 'batchwork.window.';
const documentPrefix = 'batchwork.tab.';
/** Runs that a tab remembers. */
const keptRuns = 50;

const keepable = ({ id, sheet, history }: Tab): z.infer<typeof keptTabSchema> => ({
  id,
  file: sheet.file,
  etag: sheet.etag,
  clean: sheet.saved === history.present,
  runs: sheet.runs.slice(-keptRuns),
  foreign: sheet.foreign,
});

const tabsOf = ({ tabs, closed }: DocumentState): readonly Tab[] => [
  ...tabs,
  ...closed.map(({ tab }) => tab),
];

/**
 * Writes what changed since `before` to the storage. Documents come first, so that a record never names one that is
 * not there. Answers with false when it does not fit or storage is switched off.
 */
export function keepTabs(
  storage: Storage,
  window: string,
  states: { now: DocumentState; before: DocumentState | undefined },
): boolean {
  const { now, before } = states;
  const known = new Map(before === undefined ? [] : tabsOf(before).map((tab) => [tab.id, tab]));
  try {
    for (const tab of tabsOf(now)) {
      const same = known.get(tab.id)?.history.present === tab.history.present;
      known.delete(tab.id);
      if (!same) storage.setItem(documentPrefix + tab.id, JSON.stringify(tab.history.present));
    }
    const record: KeptWindow = {
      turn: nextTurn(storage, window),
      active: now.active,
      tabs: now.tabs.map(keepable),
      closed: now.closed.map(({ tab, index }) => ({ ...keepable(tab), index })),
    };
    storage.setItem(windowPrefix + window, JSON.stringify(record));
    for (const id of known.keys()) storage.removeItem(documentPrefix + id);
    return true;
  } catch {
    return false;
  }
}

function nextTurn(storage: Storage, window: string): number {
  const records = keptWindows(storage).map((id) => ({ id, turn: readWindow(storage, id)?.turn ?? 0 }));
  const newest = Math.max(0, ...records.map(({ turn }) => turn));
  return records.find(({ id }) => id === window)?.turn === newest && newest > 0 ? newest : newest + 1;
}

/** Ids of the windows whose tabs are kept. */
export function keptWindows(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    .filter((key) => key.startsWith(windowPrefix))
    .map((key) => key.slice(windowPrefix.length));
}

/** The tabs of these windows, the newest window's first; undefined when none can be read. Their records are left. */
export function restoreTabs(storage: Storage, windows: readonly string[]): DocumentState | undefined {
  const records = windows
    .map((id) => readWindow(storage, id))
    .filter((record) => record !== undefined)
    .toSorted((a, b) => b.turn - a.turn);
  const seen = new Set<string>();
  const restore = (kept: z.infer<typeof keptTabSchema>): Tab[] => {
    const tab = seen.has(kept.id) ? undefined : restoreTab(storage, kept);
    seen.add(kept.id);
    return tab === undefined ? [] : [tab];
  };
  const [tabs, closed]: [Tab[], ClosedTab[]] = [[], []];
  for (const [place, record] of records.entries()) {
    const restored = record.tabs.flatMap(restore);
    // Of windows that ended earlier, what lies safe in a file is not brought back.
    tabs.push(...restored.filter((tab) => place === 0 || isTabUnsaved(tab)));
    closed.push(...record.closed.flatMap((kept) => restore(kept).map((tab) => ({ tab, index: kept.index }))));
  }
  const active = tabs.find(({ id }) => id === records[0]?.active) ?? tabs[0];
  return active === undefined ? undefined : { tabs, active: active.id, closed };
}

/** Takes windows out of the storage, with the documents that nobody in `state` has. */
export function forgetWindows(storage: Storage, windows: readonly string[], state: DocumentState): void {
  const living = new Set(tabsOf(state).map(({ id }) => id));
  for (const window of windows) {
    const record = readWindow(storage, window);
    for (const { id } of [...(record?.tabs ?? []), ...(record?.closed ?? [])])
      if (!living.has(id)) storage.removeItem(documentPrefix + id);
    storage.removeItem(windowPrefix + window);
  }
}

function restoreTab(storage: Storage, kept: z.infer<typeof keptTabSchema>): Tab | undefined {
  const parsed = parseDocumentText(storage.getItem(documentPrefix + kept.id) ?? '');
  if (!parsed.ok) return undefined;
  const { file, etag, runs, clean, foreign } = kept;
  return makeTab(kept.id, parsed.document, {
    ...newSheet,
    file,
    etag,
    runs,
    foreign,
    saved: clean ? parsed.document : null,
  });
}

function readWindow(storage: Storage, id: string): KeptWindow | undefined {
  try {
    return windowSchema.safeParse(JSON.parse(storage.getItem(windowPrefix + id) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
