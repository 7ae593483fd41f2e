import { useEffect, useState } from 'react';

import type { WorkflowVersion } from '#core/api/workflows.ts';

import { messageOf } from '../../../remote/remote-error.ts';
import { Button } from '../../../ui/button.tsx';
import { restoreVersion } from '../../commands/restore-version.ts';
import { openDocument } from '../../commands/workflow-files.ts';
import { useEditor } from '../../editor.ts';
import { notify } from '../../notices.ts';

import styles from './workflows.module.css';

/** What stood in a file before, to look at or to bring back as its newest version. */
export function VersionList({ file }: { readonly file: string }) {
  const editor = useEditor();
  const { remote, session } = editor;
  const [versions, setVersions] = useState<readonly WorkflowVersion[]>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    remote.workflowVersions(file).then(setVersions, (error: unknown) => setTrouble(messageOf(error)));
  }, [remote, file]);
  const open = async ({ id, name }: WorkflowVersion): Promise<void> => {
    try {
      const document = await remote.workflowVersion(file, id);
      openDocument(
        editor,
        { ...document, name: `${name} (earlier version)` },
        {
          opened: null,
          foreign: editor.foreignFiles.has(file),
        },
      );
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
  };
  return (
    <>
      {trouble !== undefined && <p role="alert">{trouble}</p>}
      {versions?.length === 0 && (
        <p className={styles['help']}>
          No earlier versions yet. One is kept each time the file is saved with changes.
        </p>
      )}
      <ul aria-label={`Versions of ${file}`}>
        {versions?.map((version) => {
          const time = new Date(version.savedAt).toLocaleString();
          return (
            <li key={version.id} className={styles['row']}>
              <span className={styles['open']}>
                <span className={styles['name']}>{time}</span>
                <span className={styles['help']}>
                  {version.name} · {version.nodes} nodes
                </span>
              </span>
              <Button aria-label={`Open the version of ${time} in a tab`} onClick={() => void open(version)}>
                Open in a tab
              </Button>
              <Button
                aria-label={`Restore the version of ${time}`}
                onClick={() => void restoreVersion(editor, file, version.id)}
              >
                Restore
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
