import type { Editor } from './editor.ts';
import { notifyDesktop } from './notify-desktop.ts';
import { showTabSigns } from './tab-signs.ts';

/** Tells of runs outside of the page: in the tab and on the desktop. Answers with a function that ends it. */
export function showOuterSigns(editor: Editor): () => void {
  const ends = [showTabSigns(editor), notifyDesktop(editor)];
  return () => {
    for (const end of ends) end();
  };
}
