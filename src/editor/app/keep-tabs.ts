import { activeTab, documentOf, type DocumentState } from '../state/document-store.ts';
import { keepTabs } from '../state/kept-tabs.ts';
import type { Editor } from './editor.ts';
import { notify } from './notices.ts';

/** Documents up to this many nodes are written with every edit; larger ones wait for a pause. */
const nodesAtOnce = 2000;
const delayMs = 250;

/** Keeps all tabs in the browser after every change, so that neither a crash nor a closed window loses an edit. Answers with a function that ends it. */
export function keepTabsSafe({ document, session }: Editor, storage: Storage, window: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: DocumentState | undefined;
  let told = false;

  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const now = document.getState();
    if (now === kept) return;
    const fits = keepTabs(storage, window, { now, before: kept });
    if (fits) kept = now;
    else if (!told)
      notify(
        session,
        'warning',
        `The browser has no room to keep "${documentOf(now).name}". Save it before you leave.`,
      );
    told = !fits;
  };

  keep();
  const unsubscribe = document.subscribe((state) => {
    if (activeTab(state).history.present.nodes.length <= nodesAtOnce) keep();
    else timer ??= setTimeout(keep, delayMs);
  });
  globalThis.addEventListener('pagehide', keep);
  globalThis.document.addEventListener('visibilitychange', keep);
  return () => {
    keep();
    unsubscribe();
    globalThis.removeEventListener('pagehide', keep);
    globalThis.document.removeEventListener('visibilitychange', keep);
  };
}
