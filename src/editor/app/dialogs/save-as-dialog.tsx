import { useState, type FormEvent } from 'react';

import { documentOf } from '../../state/document-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { fileNameOf } from '../../workflow/file-name.ts';
import { saveAs } from '../commands/save-workflow.ts';
import { useEditor } from '../editor.ts';

import styles from './dialogs.module.css';

interface SaveAsDialogProps {
  /** The name that was tried and is in use. */
  readonly taken: string | undefined;
  readonly onClose: () => void;
}

/** A path as it can be a file's: every part without what file systems mind. */
const cleanPath = (path: string): string =>
  path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(fileNameOf)
    .join('/');

/** The next name in a row: "Fox", "Fox 2", "Fox 3". */
const nextName = (name: string): string => {
  const [, stem = name, number] = /^(.*?)(?: (\d+))?$/.exec(name) ?? [];
  return `${stem} ${Number(number ?? 1) + 1}`;
};

/** Asks for the name of a new file. */
export function SaveAsDialog({ taken, onClose }: SaveAsDialogProps) {
  const editor = useEditor();
  const [file, setFile] = useState(() =>
    taken === undefined ? fileNameOf(documentOf(editor.document.getState()).name) : nextName(taken),
  );
  const [seen, setSeen] = useState(taken);
  if (seen !== taken) {
    setSeen(taken);
    if (taken !== undefined) setFile(nextName(taken));
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = cleanPath(file);
    if (name !== '') void saveAs(editor, name, 'new');
  };
  return (
    <Dialog title="Save as" onClose={onClose}>
      <form className={styles['form']} onSubmit={submit}>
        {taken !== undefined && <p role="alert">There is a workflow named “{taken}” already.</p>}
        <label className={styles['field']}>
          File name
          <input
            type="text"
            className={styles['input']}
            value={file}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog exists for this field alone
            autoFocus
            onChange={(event) => setFile(event.target.value)}
          />
        </label>
        <p className={styles['help']}>Use / for folders.</p>
        <div className={styles['buttons']}>
          {taken !== undefined && (
            <Button
              title="The other workflow goes to the bin."
              onClick={() => void saveAs(editor, taken, 'any')}
            >
              Replace “{taken}”
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
