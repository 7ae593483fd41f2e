import type { OpenedWorkflow } from '#core/api/workflows.ts';

import type { Tab } from '../../state/tab.ts';
import type { Editor } from '../editor.ts';
import { notify, notifyWithAction } from '../notices.ts';
import { isConflict, savingOf } from './save-workflow.ts';

const findTab = ({ document }: Editor, id: string): Tab | undefined =>
  document.getState().tabs.find((tab) => tab.id === id);

/** Shows the file's version in the tab; what was there lies among the closed tabs. */
export function takeTheirs(editor: Editor, id: string, theirs: OpenedWorkflow): void {
  const { document, session } = editor;
  const { file, etag, document: workflow } = theirs;
  document.replace(id, workflow, { file, etag, saved: workflow, opened: workflow });
  notifyWithAction(session, 'Your version is closed and in no file.', {
    label: 'Open it again',
    run: () => document.reopen(),
  });
}

/**
 * Writes the tab's version to the file. The server keeps the one that it replaces among the file's versions.
 * `etag`: the version that a person saw and decided against, null where the file is gone.
 * @throws RemoteError, also when the file changed once more.
 */
export async function keepMine(editor: Editor, id: string, etag: string | null): Promise<void> {
  const { document, remote, session } = editor;
  await editor.inTurn(savingOf(id), async () => {
    const tab = findTab(editor, id);
    if (tab === undefined || tab.sheet.file === null) return;
    const { present } = tab.history;
    const written = await remote.writeWorkflow(tab.sheet.file, present, etag === null ? 'new' : { etag });
    document.updateSheet({ etag: written.etag, saved: present, conflict: null }, id);
    notify(session, 'info', `Saved as ${tab.sheet.file}.`);
  });
}

/** Writes the tab's version to a new file beside the other one. @throws RemoteError. */
export async function saveCopy(editor: Editor, id: string): Promise<void> {
  const { document, remote, session } = editor;
  await editor.inTurn(savingOf(id), async () => {
    const tab = findTab(editor, id);
    if (tab === undefined || tab.sheet.file === null) return;
    const { present } = tab.history;
    for (let number = 1; ; number += 1) {
      const file = `${tab.sheet.file} copy${number === 1 ? '' : ` ${number}`}`;
      try {
        const { etag } = await remote.writeWorkflow(file, present, 'new');
        document.updateSheet({ file, etag, saved: present, conflict: null }, id);
        notify(session, 'info', `Saved as ${file}.`);
        return;
      } catch (error) {
        if (!isConflict(error) || number >= 99) throw error;
      }
    }
  });
}
