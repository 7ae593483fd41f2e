import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

const hexColor = /^#[0-9a-f]{6}$/i;

/** A colour as `#rrggbb`, to pick or to type. */
export function ColorWidget({ value, onChange, onDone, label, problem }: WidgetProps) {
  const shown = textOf(value);
  return (
    <span className={`${styles['line']} nodrag`}>
      <input
        type="color"
        className={styles['color']}
        aria-label={`${label}: pick`}
        value={hexColor.test(shown) ? shown.toLowerCase() : '#000000'}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onDone}
      />
      <input
        type="text"
        className={styles['field']}
        aria-label={label}
        aria-invalid={problem !== undefined}
        title={problem}
        spellCheck={false}
        value={shown}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onDone}
      />
    </span>
  );
}
