import { documentOf, sheetOf } from '../state/document-store.ts';
import { keepDraft, type DraftPlaces } from '../state/draft.ts';
import type { Editor } from './editor.ts';
import { notify } from './notices.ts';

const delayMs = 250;

/** Keeps the document in the browser after every change, and at once when the page is left. Answers with a function that ends it. */
export function autosave({ document, session }: Editor, places: DraftPlaces): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;

  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const state = document.getState();
    const kept = keepDraft(places, { document: documentOf(state), sheet: sheetOf(state) });
    if (!kept && !told)
      notify(session, 'warning', 'This workflow cannot be kept in the browser. Save it before you leave.');
    told = !kept;
  };
  const keepPending = (): void => {
    if (timer !== undefined) keep();
  };

  const unsubscribe = document.subscribe((state, before) => {
    if (state.present === before.present && state.sheets === before.sheets) return;
    clearTimeout(timer);
    timer = setTimeout(keep, delayMs);
  });
  globalThis.addEventListener('pagehide', keepPending);
  globalThis.document.addEventListener('visibilitychange', keepPending);
  return () => {
    keepPending();
    unsubscribe();
    globalThis.removeEventListener('pagehide', keepPending);
    globalThis.document.removeEventListener('visibilitychange', keepPending);
  };
}
