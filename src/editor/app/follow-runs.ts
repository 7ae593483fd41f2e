import type { RunEvent } from '#core/run/event.ts';

import { followEvents } from '../remote/event-feed.ts';
import { noAnswer } from '../remote/http.ts';
import { isAbort, messageOf } from '../remote/remote-error.ts';
import { sheetOf } from '../state/document-store.ts';
import { showRun } from '../state/run-store.ts';
import type { Editor } from './editor.ts';
import { loadCatalog, loadProviders } from './load.ts';
import { notify } from './notices.ts';

/** Runs that are fetched on opening, beside those that still work. */
const recentRuns = 12;

/**
 * Keeps the run store true: fetches what is known of the runs that matter, then follows the socket. Live events wait
 * until the stored ones before them are folded in, so that nothing is missed and nothing comes twice.
 * Answers with a function that ends it.
 */
export function followRuns(editor: Editor): () => void {
  const { runs } = editor;
  let held: RunEvent[] | undefined = [];
  let pending: RunEvent[] = [];
  let flushTimer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    flushTimer = undefined;
    const events = pending;
    pending = [];
    runs.fold(events);
    if (events.some(({ type }) => type === 'run-start' || type === 'run-end')) void refreshJobs(editor);
    if (events.some(({ type }) => type === 'item-end')) void refreshDurations(editor);
  };

  const take = (events: readonly RunEvent[]): void => {
    pending.push(...events);
    // One store update a frame; a timer rather than a frame, since hidden tabs have none.
    flushTimer ??= setTimeout(flush, 16);
  };

  const catchUp = async (): Promise<void> => {
    try {
      void refreshQueue(editor);
      void refreshDurations(editor);
      await refreshJobs(editor);
      await fetchRuns(editor);
    } catch (error) {
      if (!isAbort(error)) notify(editor.session, 'warning', messageOf(error));
    } finally {
      const waiting = held ?? [];
      held = undefined;
      take(waiting);
    }
  };

  const stop = followEvents({
    connected: (resumed) => {
      runs.setState({ connection: 'live' });
      editor.session.setState(({ notices }) => ({
        notices: notices.filter(({ message }) => !message.includes(noAnswer)),
      }));
      if (resumed) {
        void refreshJobs(editor);
        void refreshQueue(editor);
      } else {
        held = [];
        void catchUp();
      }
    },
    disconnected: () => runs.setState({ connection: 'offline' }),
    message: (message) => {
      switch (message.type) {
        case 'events':
          if (held === undefined) take(message.events);
          else held.push(...message.events);
          break;
        case 'catalog-change':
          void loadCatalog(editor);
          break;
        case 'providers-change':
          void loadProviders(editor);
          break;
        case 'queue-change':
          void refreshQueue(editor);
          break;
        case 'gallery-change':
          editor.session.setState(({ galleryVersion }) => ({ galleryVersion: galleryVersion + 1 }));
          break;
        case 'workflows-change':
          void import('./follow-files.ts').then(({ checkFiles }) => checkFiles(editor));
          break;
        case 'settings-change':
          break;
      }
    },
  });
  return () => {
    stop();
    clearTimeout(flushTimer);
  };
}

/** Fetches the list of runs anew; a failure is left to the connection's own notice. */
export async function refreshJobs({ remote, runs }: Editor): Promise<void> {
  try {
    runs.setState({ jobs: await remote.jobs() });
  } catch {
    // The list stays as it was; the next event or reconnection asks again.
  }
}

/** Fetches the order in which runs buy. */
async function refreshQueue({ remote, runs }: Editor): Promise<void> {
  try {
    runs.setState({ queue: await remote.queue() });
  } catch {
    // As above: what is shown stays until the next word.
  }
}

/** Fetches how long purchases took of late; without it nothing is expected. */
async function refreshDurations({ remote, runs }: Editor): Promise<void> {
  try {
    runs.setState({ durations: await remote.durations() });
  } catch {
    // Expectations are a comfort, not a need.
  }
}

async function fetchRuns(editor: Editor): Promise<void> {
  const { runs, document } = editor;
  const sheet = sheetOf(document.getState());
  const { jobs, snapshots } = runs.getState();
  const wanted = new Set([
    ...jobs.filter(({ outcome }) => outcome === null || outcome === 'attention').map(({ id }) => id),
    ...jobs
      .filter(
        ({ id, workflow_file: file }) => sheet.runs.includes(id) || (file !== null && file === sheet.file),
      )
      .slice(0, recentRuns)
      .map(({ id }) => id),
    ...snapshots.keys(),
  ]);
  await Promise.all([...wanted].map((run) => fetchRun(editor, run)));
  if (runs.getState().shown === null) {
    const shown = jobs.find(
      ({ id, workflow_file: file }) => sheet.runs.includes(id) || (file !== null && file === sheet.file),
    );
    if (shown !== undefined) showRun(runs, shown.id);
  }
}

/** Brings the snapshot of one run up to date. */
export async function fetchRun({ remote, runs }: Editor, run: string): Promise<void> {
  runs.fold(await remote.runEvents(run, runs.getState().snapshots.get(run)?.seq ?? 0));
}
