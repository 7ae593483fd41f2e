import { useRef } from 'react';

import styles from './node.module.css';

interface TitleFieldProps {
  readonly title: string;
  readonly label: string;
  /** Called once, with the new title, or undefined when it was given up. */
  readonly onDone: (title: string | undefined) => void;
}

/** A title while it is typed: Enter keeps it, Escape gives it up. */
export function TitleField({ title, label, onDone }: TitleFieldProps) {
  const finished = useRef(false);
  const finish = (value: string | undefined): void => {
    if (finished.current) return;
    finished.current = true;
    onDone(value?.trim());
  };
  return (
    <input
      type="text"
      className={`${styles['titleField']} nodrag`}
      aria-label={label}
      defaultValue={title}
      ref={(element) => element?.select()}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(undefined);
      }}
    />
  );
}
