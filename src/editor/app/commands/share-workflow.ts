import { serializeDocument } from '#core/document/serialize.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { documentOf, sheetOf } from '../../state/document-store.ts';
import { longestLink, makeShareLink, readShareLink } from '../../workflow/share-link.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { carriesKey } from './carries-key.ts';
import { importText } from './import-workflow.ts';

/** Copies words and says so; where the browser refuses, they are shown to be copied by hand. */
export async function copyWords({ session }: Editor, words: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    notify(session, 'info', done);
  } catch {
    notify(session, 'warning', `The browser does not let this page use the clipboard: ${words}`);
  }
}

/** Copies a link that carries the workflow itself. Nothing is uploaded; who opens it has the workflow as it is now. */
export async function copyShareLink(editor: Editor): Promise<void> {
  const workflow = documentOf(editor.document.getState());
  if (await carriesKey(editor, workflow)) return;
  const text = serializeDocument(workflow);
  const link = await makeShareLink(location.origin, text);
  if (link.length > longestLink) {
    notify(
      editor.session,
      'warning',
      `This workflow makes a link of ${Math.ceil(link.length / 1000)},000 characters; most programs cut links at ${longestLink / 1000},000. Export it as a file instead.`,
    );
    return;
  }
  await copyWords(editor, link, 'The link is copied. It carries the workflow, but no images.');
}

/** Copies the shell's words that run the saved workflow. */
export async function copyCommand(
  editor: Editor,
  file = sheetOf(editor.document.getState()).file,
): Promise<void> {
  if (file === null) {
    notify(editor.session, 'info', 'Save the workflow first; the command line runs its file.');
    return;
  }
  try {
    const command = (await editor.remote.workflows()).find((saved) => saved.file === file)?.command;
    if (command === undefined) notify(editor.session, 'warning', `The file ${file} is gone.`);
    else await copyWords(editor, command, `Copied: ${command}`);
  } catch (error) {
    notify(editor.session, 'error', messageOf(error));
  }
}

/** Opens the workflow that the page's address carries. */
export async function openShareLink(editor: Editor, fragment: string): Promise<void> {
  const text = await readShareLink(fragment);
  if (text === undefined) notify(editor.session, 'error', 'The link is damaged or cut off.');
  else if (await importText(editor, text, 'The link'))
    notify(editor.session, 'info', 'This workflow came with a link. Have a look at it before you run it.');
}
