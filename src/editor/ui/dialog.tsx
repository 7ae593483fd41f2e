import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';

import { useStores } from '../state/stores.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const { session } = useStores();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // The browser would begin at the close button.
    if (dialog !== null) session.setState({ noticePlace: dialog });
    dialog?.querySelector<HTMLElement>('[data-content] :is(button, input, a)')?.focus();
    return () => {
      dialog?.close();
      session.setState(({ noticePlace }) => (noticePlace === dialog ? { noticePlace: null } : {}));
    };
  }, [session]);
  return (
    // Escape and the close button do what a click beside the dialog does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      aria-labelledby={titleId}
      className={classes(styles['dialog'], wide && styles['wide'])}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        // The backdrop is the dialog element itself, outside of its box.
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event)) onClose();
      }}
    >
      <header className={styles['header']}>
        <h2 id={titleId}>{title}</h2>
        <IconButton label="Close" onClick={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      <div className={styles['content']} data-content="">
        {children}
      </div>
    </dialog>
  );
}

function isOutside(element: Element, { clientX, clientY }: { clientX: number; clientY: number }): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}
