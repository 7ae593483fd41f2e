import { Minus, Plus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { classes } from '../ui/classes.ts';
import { describeFit, fitNumber, readNumber, type NumberRange } from './number-range.ts';

import styles from './widget.module.css';

interface NumberFieldProps {
  readonly value: number;
  readonly range: NumberRange;
  readonly label: string;
  readonly problem?: string | undefined;
  readonly onChange: (value: number) => void;
  readonly onDone: () => void;
  readonly className?: string | undefined;
  readonly steppers?: boolean;
}

/** Pixels of dragging for one step, and for drags that are meant as a click. */
const pixelsPerStep = 4;
const dragThreshold = 3;

/** A number to type, to step with the arrow keys, and to change by dragging sideways. */
export function NumberField({
  value,
  range,
  label,
  problem,
  onChange,
  onDone,
  className,
  steppers = true,
}: NumberFieldProps) {
  const [draft, setDraft] = useState<string | undefined>();
  const [clamped, setClamped] = useState<string | undefined>();
  const drag = useRef<{ x: number; value: number; moved: boolean } | undefined>(undefined);

  const change = (next: number): void => {
    const allowed = fitNumber(next, range);
    setDraft(undefined);
    if (allowed !== value) onChange(allowed);
  };
  const type = (text: string): void => {
    setDraft(text);
    setClamped(undefined);
    const typed = readNumber(text);
    if (typed !== undefined && fitNumber(typed, range) === typed) onChange(typed);
  };
  const fitted = (number: number | undefined): number | undefined =>
    number === undefined ? undefined : fitNumber(number, range);
  const finish = (): void => {
    const typed = draft === undefined ? undefined : readNumber(draft);
    setClamped(draft === undefined || typed === fitted(typed) ? undefined : describeFit(typed, range));
    if (typed !== undefined) change(typed);
    setDraft(undefined);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const factor = event.shiftKey ? 10 : 1;
    if (event.key === 'ArrowUp') change(value + range.step * factor);
    else if (event.key === 'ArrowDown') change(value - range.step * factor);
    else if (event.key === 'Enter') finish();
    else if (clamped !== undefined && event.key === 'Escape') setClamped(undefined);
    else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent<HTMLInputElement>): void => {
    if (event.button !== 0 || document.activeElement === event.currentTarget) return;
    // The field is focused on release, if it turns out to be a click.
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, value, moved: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLInputElement>): void => {
    const { current } = drag;
    if (current === undefined) return;
    const distance = event.clientX - current.x;
    if (!current.moved && Math.abs(distance) < dragThreshold) return;
    current.moved = true;
    const factor = event.shiftKey ? 10 : 1;
    change(current.value + Math.trunc(distance / pixelsPerStep) * range.step * factor);
  };
  const onPointerUp = (event: PointerEvent<HTMLInputElement>): void => {
    const { current } = drag;
    drag.current = undefined;
    if (current === undefined) return;
    if (current.moved) onDone();
    else {
      event.currentTarget.focus();
      event.currentTarget.select();
    }
  };

  return (
    <span
      className={classes(styles['number'], className, 'nodrag')}
      data-invalid={problem !== undefined}
      title={problem}
    >
      {steppers && (
        <button
          type="button"
          tabIndex={-1}
          className={styles['step']}
          aria-label={`${label}: less`}
          disabled={value <= range.min}
          onClick={() => {
            change(value - range.step);
            onDone();
          }}
        >
          <Minus size={12} />
        </button>
      )}
      <input
        type="text"
        inputMode={range.whole ? 'numeric' : 'decimal'}
        role="spinbutton"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={Number.isFinite(range.min) ? range.min : undefined}
        aria-valuemax={Number.isFinite(range.max) ? range.max : undefined}
        aria-invalid={problem !== undefined}
        autoComplete="off"
        value={draft ?? String(value)}
        onChange={(event) => type(event.target.value)}
        onBlur={finish}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          drag.current = undefined;
        }}
      />
      {clamped !== undefined && <output className={styles['clamped']}>{clamped}</output>}
      {steppers && (
        <button
          type="button"
          tabIndex={-1}
          className={styles['step']}
          aria-label={`${label}: more`}
          disabled={value >= range.max}
          onClick={() => {
            change(value + range.step);
            onDone();
          }}
        >
          <Plus size={12} />
        </button>
      )}
    </span>
  );
}
