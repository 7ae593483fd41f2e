import { documentOfRun } from './commands/result-commands.ts';
import type { Editor } from './editor.ts';

/** Fetches the document behind the shown run, so that nodes can tell what has changed since. Answers with a function that ends it. */
export function followShownDocument(editor: Editor): () => void {
  return editor.runs.subscribe(({ shown, documents }, before) => {
    if (shown === null || shown === before.shown || documents.has(shown)) return;
    // Without it nothing is marked as changed; the next look asks again.
    documentOfRun(editor, shown).catch(() => {});
  });
}
