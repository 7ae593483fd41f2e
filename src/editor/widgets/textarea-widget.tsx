import { useRef, useState } from 'react';

import { classes } from '../ui/classes.ts';
import { splitTemplate } from '../workflow/template-variables.ts';
import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

const none: readonly string[] = [];

/**
 * Several lines of text. In a template, variables are marked in the text and offered as chips. The wheel scrolls it only
 * while it has the focus, so that it never traps zooming.
 */
export function TextareaWidget({
  port,
  value,
  onChange,
  onDone,
  label,
  problem,
  variables = none,
}: WidgetProps) {
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLSpanElement>(null);
  const text = textOf(value);
  const placeholder = port.widget?.kind === 'textarea' ? port.widget.placeholder : undefined;
  const insert = (variable: string): void => {
    const element = field.current;
    const [from, to] = [element?.selectionStart ?? text.length, element?.selectionEnd ?? text.length];
    onChange(`${text.slice(0, from)}{${variable}}${text.slice(to)}`);
    element?.focus();
    const caret = from + variable.length + 2;
    requestAnimationFrame(() => element?.setSelectionRange(caret, caret));
  };
  const area = (
    <textarea
      ref={field}
      className={classes(
        styles['field'],
        styles['area'],
        variables.length > 0 && styles['template'],
        'nodrag',
        focused && 'nowheel',
      )}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      onScroll={(event) => marks.current?.scrollTo({ top: event.currentTarget.scrollTop })}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        onDone();
      }}
    />
  );
  if (variables.length === 0) return area;
  return (
    <span className={styles['templateBox']}>
      <span className={`${styles['chips']} nodrag`}>
        {variables.map((variable) => (
          <button
            key={variable}
            type="button"
            className={styles['chip']}
            aria-label={`${label}: insert ${variable}`}
            title={`Insert {${variable}}`}
            onClick={() => insert(variable)}
          >
            {variable}
          </button>
        ))}
      </span>
      <span className={styles['templateField']}>
        <span ref={marks} className={`${styles['area']} ${styles['marks']}`} aria-hidden="true">
          {splitTemplate(text, variables).map((piece, index) =>
            piece.variable ? (
              // Pieces have no other name than their place.
              // oxlint-disable-next-line react/no-array-index-key
              <mark key={index}>{piece.text}</mark>
            ) : (
              piece.text
            ),
          )}
        </span>
        {area}
      </span>
    </span>
  );
}
