import { FilePenLine, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { SavedWorkflow } from '#core/api/workflows.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { chooseFile } from '../commands/import-workflow.ts';
import { renameFile } from '../commands/save-workflow.ts';
import { openFile } from '../commands/workflow-files.ts';
import { useEditor } from '../editor.ts';
import { notify } from '../notices.ts';

import styles from './dialogs.module.css';

/** Saved workflows: open, rename, move to the bin. */
export function WorkflowsDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const { remote, session } = editor;
  const [workflows, setWorkflows] = useState<readonly SavedWorkflow[]>();
  const [trouble, setTrouble] = useState<string>();
  const [renaming, setRenaming] = useState<string>();

  const load = async (): Promise<void> => {
    try {
      setWorkflows(await remote.workflows());
    } catch (error) {
      setTrouble(messageOf(error));
    }
  };
  useEffect(() => {
    void load();
    // Once, when the dialog opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);

  const remove = async (file: string): Promise<void> => {
    try {
      await remote.deleteWorkflow(file);
      notify(session, 'info', `${file} is in the bin.`);
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
    await load();
  };
  const rename = async (file: string, to: string): Promise<void> => {
    setRenaming(undefined);
    if (to === '' || to === file) return;
    try {
      await renameFile(editor, file, to);
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
    await load();
  };

  return (
    <Dialog title="Open a workflow" onClose={onClose}>
      {trouble !== undefined && <p className={styles['help']}>{trouble}</p>}
      {workflows?.length === 0 && (
        <p className={styles['help']}>Nothing is saved yet. Save this workflow, and it will stand here.</p>
      )}
      <ul className={styles['files']}>
        {workflows?.map(({ file, name, modifiedAt, nodes }) => (
          <li key={file} className={styles['file']}>
            {renaming === file ? (
              <input
                type="text"
                className={styles['input']}
                aria-label={`New name of ${file}`}
                defaultValue={file}
                ref={(element) => element?.select()}
                onBlur={(event) => void rename(file, event.target.value.trim())}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') event.currentTarget.blur();
                  if (event.key !== 'Escape') return;
                  event.preventDefault();
                  event.currentTarget.value = file;
                  event.currentTarget.blur();
                }}
              />
            ) : (
              <button
                type="button"
                className={styles['fileOpen']}
                onClick={() => void openFile(editor, file)}
              >
                <span className={styles['fileName']}>{file}</span>
                <span className={styles['help']}>
                  {name !== file.split('/').at(-1) && `${name} · `}
                  {nodes} nodes · {new Date(modifiedAt).toLocaleString()}
                </span>
              </button>
            )}
            <IconButton label={`Rename ${file}`} onClick={() => setRenaming(file)}>
              <FilePenLine size={15} />
            </IconButton>
            <IconButton label={`Move ${file} to the bin`} onClick={() => void remove(file)}>
              <Trash2 size={15} />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className={styles['buttons']}>
        <Button
          onClick={() => {
            onClose();
            chooseFile(editor);
          }}
        >
          Import a file…
        </Button>
      </div>
    </Dialog>
  );
}
