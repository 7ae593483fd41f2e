import type { WorkflowDocument } from '#core/document/schema.ts';

import { startHistory, type History } from './history.ts';

/** What belongs to an opened workflow and is not in it. */
export interface Sheet {
  /** Name of the saved file, null before the first save. */
  readonly file: string | null;
  readonly etag: string | null;
  /** The document as it stands in the file; the same object means that nothing is unsaved. */
  readonly saved: WorkflowDocument | null;
  /** The document as it was when it was opened; null when that is not known any more. */
  readonly opened: WorkflowDocument | null;
  /** Runs that were started from here, oldest first. */
  readonly runs: readonly string[];
  /** The file is not the one that this work began from: it was `changed` or is `gone`. Null while all is well. */
  readonly conflict: 'changed' | 'gone' | null;
  /** It came from outside, and nobody has agreed to run it yet. Stands beside the document, which could lie about it. */
  readonly foreign: boolean;
}

export const newSheet: Sheet = {
  file: null,
  etag: null,
  saved: null,
  opened: null,
  runs: [],
  conflict: null,
  foreign: false,
};

/** One opened workflow with a history of its own. */
export interface Tab {
  /** Unique over all windows of the browser. */
  readonly id: string;
  readonly history: History;
  readonly sheet: Sheet;
}

export const makeTab = (id: string, document: WorkflowDocument, sheet: Sheet = newSheet): Tab => ({
  id,
  history: startHistory(document),
  sheet,
});

/** Whether there is anything that the saved file does not have. */
export const isTabUnsaved = ({ sheet, history }: Tab): boolean => sheet.saved !== history.present;

/** Whether nothing would be missed: an empty or untouched workflow without a file and without runs. */
export const isPristine = ({ sheet, history }: Tab): boolean =>
  sheet.file === null &&
  sheet.runs.length === 0 &&
  history.past.length === 0 &&
  history.future.length === 0 &&
  (history.present === sheet.opened || history.present.nodes.length + history.present.notes.length === 0);
