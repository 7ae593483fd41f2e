import { useCallback } from 'react';

import type { OpenDialog } from '../../state/session-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { addImages } from '../commands/image-files.ts';
import { openRead } from '../commands/import-workflow.ts';
import { useEditor } from '../editor.ts';

import styles from './dialogs.module.css';

interface ImageWorkflowDialogProps {
  readonly dialog: Extract<OpenDialog, { type: 'image-workflow' }>;
  readonly onClose: () => void;
}

/** An image that carries the workflow that made it: which of the two is wanted? */
export function ImageWorkflowDialog({ dialog, onClose }: ImageWorkflowDialogProps) {
  const editor = useEditor();
  const { file, read, at } = dialog;
  const show = useCallback(
    (element: HTMLImageElement) => {
      const url = URL.createObjectURL(file);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  return (
    <Dialog title={file.name} onClose={onClose}>
      <div className={styles['carried']}>
        <img ref={show} alt="" className={styles['carriedImage']} />
        <p>
          This image carries the workflow that made it: <strong>{read.document.name}</strong>,{' '}
          {read.document.nodes.length} nodes.
        </p>
      </div>
      <div className={styles['buttons']}>
        <Button
          onClick={() => {
            onClose();
            void addImages(editor, [file], at);
          }}
        >
          Use as an image
        </Button>
        <Button look="primary" onClick={() => void openRead(editor, read)}>
          Open its workflow
        </Button>
      </div>
    </Dialog>
  );
}
