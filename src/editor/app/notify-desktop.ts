import type { RunEvent } from '#core/run/event.ts';

import type { Editor } from './editor.ts';

type RunEnd = Extract<RunEvent, { type: 'run-end' }>;

const words: Record<RunEnd['outcome'], string> = {
  complete: 'is complete',
  partial: 'is partly done',
  failed: 'failed',
  cancelled: 'was stopped',
  attention: 'needs you',
};

/**
 * Tells the end of each run as a desktop notification, if a person chose that, the browser allows it and the page is
 * out of sight. Permission is asked for where that is chosen, never here. Answers with a function that ends it.
 */
export function notifyDesktop({ runs, session }: Editor): () => void {
  return runs.subscribe((state, before) => {
    if (state.snapshots === before.snapshots) return;
    const wanted = session.getState().preferences.notifications;
    if (!wanted || !globalThis.document.hidden || !('Notification' in globalThis)) return;
    if (Notification.permission !== 'granted') return;
    for (const [run, { end, name }] of state.snapshots) {
      const previous = before.snapshots.get(run);
      // A run that is read back from the past did not end just now.
      if (end === undefined || previous === undefined || previous.end !== undefined) continue;
      if (previous.state !== 'running') continue;
      const images = end.images + end.cachedImages;
      const note = new Notification(`${name === '' ? 'The run' : name} ${words[end.outcome]}`, {
        body: images === 0 ? '' : `${images} ${images === 1 ? 'image' : 'images'}`,
        tag: run,
        icon: '/favicon.svg',
      });
      note.addEventListener('click', () => {
        globalThis.focus();
        note.close();
      });
    }
  });
}
