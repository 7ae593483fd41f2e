import { useState } from 'react';

import { classes } from '../ui/classes.ts';
import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** Several lines of text. The wheel scrolls it only while it has the focus, so that it never traps zooming. */
export function TextareaWidget({ port, value, onChange, onDone, label, problem }: WidgetProps) {
  const [focused, setFocused] = useState(false);
  const placeholder = port.widget?.kind === 'textarea' ? port.widget.placeholder : undefined;
  return (
    <textarea
      className={classes(styles['field'], styles['area'], 'nodrag', focused && 'nowheel')}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value)}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        onDone();
      }}
    />
  );
}
