import { useState, type FormEvent } from 'react';

import { documentOf } from '../../state/document-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { fileNameOf } from '../../workflow/file-name.ts';
import { saveAs } from '../commands/workflow-files.ts';
import { useEditor } from '../editor.ts';

import styles from './dialogs.module.css';

/** Asks for the name of a new file. */
export function SaveAsDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const [file, setFile] = useState(() => fileNameOf(documentOf(editor.document.getState()).name));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = file
      .split('/')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(fileNameOf)
      .join('/');
    if (name !== '') void saveAs(editor, name);
  };
  return (
    <Dialog title="Save as" onClose={onClose}>
      <form className={styles['form']} onSubmit={submit}>
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
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
