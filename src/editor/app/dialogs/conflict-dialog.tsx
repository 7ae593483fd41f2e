import { useEffect, useState } from 'react';

import type { OpenedWorkflow } from '#core/api/workflows.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

import { messageOf, RemoteError } from '../../remote/remote-error.ts';
import { useDocument } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { keepMine, saveCopy, takeTheirs } from '../commands/resolve-conflict.ts';
import { useEditor } from '../editor.ts';

import styles from './dialogs.module.css';

/** Two versions of one file. Whatever is chosen, neither is lost. */
export function ConflictDialog({ tab: id, onClose }: { readonly tab: string; readonly onClose: () => void }) {
  const editor = useEditor();
  const { remote } = editor;
  const tab = useDocument(({ tabs }) => tabs.find((other) => other.id === id));
  const file = tab?.sheet.file ?? null;
  const [theirs, setTheirs] = useState<OpenedWorkflow | 'gone'>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    if (file === null) return;
    remote.openWorkflow(file).then(setTheirs, (error: unknown) => {
      if (error instanceof RemoteError && error.status === 404) setTheirs('gone');
      else setTrouble(messageOf(error));
    });
  }, [remote, file]);
  if (tab === undefined || file === null) return null;
  const act = (done: Promise<void>): void =>
    void done.then(onClose, (error: unknown) => setTrouble(messageOf(error)));
  const gone = theirs === 'gone';
  return (
    <Dialog title={gone ? `${file} is gone` : `${file} was changed elsewhere`} onClose={onClose}>
      <p>
        {gone
          ? 'The file was deleted or renamed, in another window or on disk. Your work is kept here.'
          : 'In another window or on disk someone saved another version. Nothing is lost, whatever you choose.'}
      </p>
      {theirs !== undefined && !gone && (
        <dl className={styles['versions']}>
          <div>
            <dt>Yours</dt>
            <dd>{describe(tab.history.present)}</dd>
          </div>
          <div>
            <dt>In the file</dt>
            <dd>{describe(theirs.document)}</dd>
          </div>
        </dl>
      )}
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      <div className={styles['buttons']}>
        <Button onClick={() => act(saveCopy(editor, id))}>Save mine as a copy</Button>
        {theirs !== undefined && !gone && (
          <Button
            title="Your version stays among the closed tabs."
            onClick={() => {
              takeTheirs(editor, id, theirs);
              onClose();
            }}
          >
            Take theirs
          </Button>
        )}
        <Button
          look="primary"
          disabled={theirs === undefined}
          title={gone ? undefined : 'The other version stays among the file’s recent versions.'}
          onClick={() => theirs !== undefined && act(keepMine(editor, id, gone ? null : theirs.etag))}
        >
          {gone ? 'Save it again' : 'Keep mine'}
        </Button>
      </div>
    </Dialog>
  );
}

const describe = ({ name, nodes, edges }: WorkflowDocument): string =>
  `${name}: ${nodes.length} nodes, ${edges.length} wires`;
