import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** One line of text; also what an unknown widget kind falls back to. */
export function TextWidget({ port, value, onChange, onDone, label, problem }: WidgetProps) {
  const placeholder = port.widget?.kind === 'text' ? port.widget.placeholder : undefined;
  return (
    <input
      type="text"
      className={`${styles['field']} nodrag`}
      aria-label={label}
      aria-invalid={problem !== undefined}
      title={problem}
      placeholder={placeholder}
      spellCheck={false}
      value={textOf(value)}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onDone}
    />
  );
}
