import { shareMark } from '../workflow/share-mark.ts';
import type { Editor } from './editor.ts';

/** Opens the workflow that the page's address carries, now and whenever it changes. Answers with a function that ends it. */
export function followShareLinks(editor: Editor): () => void {
  const follow = async (): Promise<void> => {
    const { hash } = location;
    if (!hash.startsWith(shareMark)) return;
    // Once it is opened it is a tab like any other; a reload must not open it again.
    history.replaceState(null, '', location.pathname);
    const { openShareLink } = await import('./commands/share-workflow.ts');
    await openShareLink(editor, hash);
  };
  const listen = (): void => void follow();
  listen();
  globalThis.addEventListener('hashchange', listen);
  return () => globalThis.removeEventListener('hashchange', listen);
}
