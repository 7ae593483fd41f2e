import { Dice5 } from 'lucide-react';

import { useEditor } from '../app/editor.ts';
import { randomSeed } from '../workflow/after-run.ts';
import { NumberField } from './number-field.tsx';
import { rangeOf } from './number-range.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** A seed to type or to throw. An optional seed that is empty says so. */
export function SeedWidget({ port, value, onChange, onDone, label, problem }: WidgetProps) {
  const { random } = useEditor();
  const range = rangeOf(port.rule);
  const roll = (): void => {
    onDone();
    onChange(randomSeed(random, range));
    onDone();
  };
  return (
    <span className={`${styles['line']} nodrag`}>
      {typeof value === 'number' ? (
        <NumberField
          value={value}
          range={range}
          label={label}
          problem={problem}
          onChange={onChange}
          onDone={onDone}
          steppers={false}
          className={styles['seed']}
        />
      ) : (
        <input
          type="text"
          inputMode="numeric"
          className={styles['field']}
          aria-label={label}
          placeholder="provider’s choice"
          value=""
          onChange={(event) => {
            const typed = Number(event.target.value);
            if (Number.isInteger(typed)) onChange(typed);
          }}
        />
      )}
      <button
        type="button"
        className={styles['icon']}
        aria-label={`${label}: random`}
        title="Random seed"
        onClick={roll}
      >
        <Dice5 size={14} />
      </button>
    </span>
  );
}
