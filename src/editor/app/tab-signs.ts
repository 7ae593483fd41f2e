import { runProgress } from '../run-panel/run-words.ts';
import { documentOf } from '../state/document-store.ts';
import { isActive, shownSnapshot, type RunState } from '../state/run-store.ts';
import type { Editor } from './editor.ts';

type Sign = 'idle' | 'running' | 'complete' | 'partial' | 'failed' | 'attention';

/** What the tab tells of the runs: the shown one's state, or that another one works. */
function signOf(state: RunState): { sign: Sign; share: number } {
  const shown = shownSnapshot(state);
  const working =
    shown !== undefined && isActive(shown) ? shown : [...state.snapshots.values()].find(isActive);
  if (working !== undefined) return { sign: 'running', share: runProgress(working).share };
  const ended = shown?.state;
  return {
    sign:
      ended === undefined || ended === 'cancelled' || ended === 'queued' || ended === 'running'
        ? 'idle'
        : ended,
    share: 1,
  };
}

const marks: Record<Sign, string> = {
  idle: '',
  running: '',
  complete: '✓ ',
  partial: '! ',
  failed: '✕ ',
  attention: '? ',
};

const colors: Record<Exclude<Sign, 'idle'>, string> = {
  running: '#8db7ff',
  complete: '#3da869',
  partial: '#c98a2b',
  failed: '#d9605a',
  attention: '#d9605a',
};

/** A ring that fills, in the colour of the state; small pictures have no room for more. */
function faviconOf(sign: Exclude<Sign, 'idle'>, share: number): string {
  const length = 2 * Math.PI * 11;
  const done = (length * Math.max(0.02, share)).toFixed(1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1a1c1f"/><circle cx="16" cy="16" r="11" fill="none" stroke="#4a4d53" stroke-width="5"/><circle cx="16" cy="16" r="11" fill="none" stroke="${colors[sign]}" stroke-width="5" stroke-dasharray="${done} ${length.toFixed(1)}" transform="rotate(-90 16 16)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Tells in the tab's title and picture how far the runs are and how the shown one ended. Answers with a function that ends it. */
export function showTabSigns({ document, runs }: Editor): () => void {
  const page = globalThis.document;
  const link = page.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const usual = link?.getAttribute('href') ?? '/favicon.svg';
  const tell = (): void => {
    const { sign, share } = signOf(runs.getState());
    const percent = sign === 'running' ? `${Math.round(share * 100)} % ` : marks[sign];
    const title = `${percent}${documentOf(document.getState()).name} – Batchwork`;
    if (page.title !== title) page.title = title;
    // In steps of five, so that a run does not make hundreds of pictures.
    const href = sign === 'idle' ? usual : faviconOf(sign, Math.round(share * 20) / 20);
    if (link !== null && link.getAttribute('href') !== href) link.setAttribute('href', href);
  };
  const ends = [runs.subscribe(tell), document.subscribe(tell)];
  tell();
  return () => {
    for (const end of ends) end();
  };
}
