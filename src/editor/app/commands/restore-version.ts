import { messageOf } from '../../remote/remote-error.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { openFile } from './workflow-files.ts';

/** Makes a former version the newest of its file, and shows it. What it replaces becomes a version in its turn. */
export async function restoreVersion(editor: Editor, file: string, version: string): Promise<void> {
  const { document, remote, session } = editor;
  try {
    const [former, now] = await Promise.all([
      remote.workflowVersion(file, version),
      remote.openWorkflow(file),
    ]);
    const { etag } = await remote.writeWorkflow(file, former, { etag: now.etag });
    const tab = document.getState().tabs.find(({ sheet }) => sheet.file === file);
    if (tab === undefined) await openFile(editor, file);
    else {
      document.replace(tab.id, former, { file, etag, saved: former, opened: former });
      document.activate(tab.id);
      session.setState({ dialog: null });
    }
    notify(session, 'info', `${file} is what it was. What it was until now is among its versions.`);
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}
