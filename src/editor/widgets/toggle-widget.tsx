import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** On or off. */
export function ToggleWidget({ value, onChange, onDone, label, problem }: WidgetProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      className={`${styles['switch']} nodrag`}
      aria-label={label}
      title={problem}
      aria-checked={value === true}
      checked={value === true}
      onChange={(event) => {
        onChange(event.target.checked);
        onDone();
      }}
    />
  );
}
