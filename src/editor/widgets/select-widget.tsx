import { ResolutionShape } from './resolution-shape.tsx';
import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** One of a closed list. A value that the list does not hold stays visible until another one is chosen. */
export function SelectWidget({ port, value, onChange, onDone, label, problem }: WidgetProps) {
  const options = port.rule.kind === 'choice' ? port.rule.options : [];
  const shown = textOf(value);
  return (
    <span className={styles['line']}>
      <ResolutionShape value={shown} />
      <select
        className={`${styles['field']} ${styles['select']} nodrag`}
        aria-label={label}
        aria-invalid={problem !== undefined}
        title={problem}
        value={shown}
        onChange={(event) => {
          onChange(event.target.value);
          onDone();
        }}
      >
        {!options.includes(shown) && <option value={shown}>{shown}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </span>
  );
}
