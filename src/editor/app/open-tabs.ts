import { forgetWindows, restoreTabs } from '../state/kept-tabs.ts';
import { claimWindow } from './claim-window.ts';
import type { Editor } from './editor.ts';
import { keepTabsSafe } from './keep-tabs.ts';
import { randomId } from './random-id.ts';

/** Brings back the tabs that this window, or windows that are gone, had; and keeps them from now on. Answers with whether there were any. */
export async function openTabs(editor: Editor): Promise<boolean> {
  const places = { tab: sessionStorage, shared: localStorage };
  const { window, adopted } = await claimWindow(places, randomId);
  const restored = restoreTabs(places.shared, adopted);
  if (restored !== undefined) editor.document.restore(restored);
  keepTabsSafe(editor, places.shared, window);
  forgetWindows(
    places.shared,
    adopted.filter((name) => name !== window),
    editor.document.getState(),
  );
  return restored !== undefined;
}
