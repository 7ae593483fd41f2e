import { rangeOf } from './number-range.ts';
import { NumberWidget } from './number-widget.tsx';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** A number of a small range, to slide. A range without both ends is a plain number. */
export function SliderWidget(props: WidgetProps) {
  const { port, value, onChange, onDone, label, problem } = props;
  const { min, max, step } = rangeOf(port.rule);
  if (!Number.isFinite(min) || !Number.isFinite(max)) return <NumberWidget {...props} />;
  const shown = typeof value === 'number' ? value : min;
  return (
    <span className={`${styles['line']} nodrag`} title={problem}>
      <input
        type="range"
        className={styles['range']}
        aria-label={label}
        aria-invalid={problem !== undefined}
        min={min}
        max={max}
        step={step}
        value={shown}
        onChange={(event) => onChange(Number(event.target.value))}
        onPointerUp={onDone}
        onBlur={onDone}
      />
      <output className={styles['rangeValue']}>{shown}</output>
    </span>
  );
}
