import { NumberField } from './number-field.tsx';
import { rangeOf } from './number-range.ts';
import type { WidgetProps } from './widget-props.ts';

/** A number of the port's range. */
export function NumberWidget({ port, value, ...rest }: WidgetProps) {
  const range = rangeOf(port.rule);
  return (
    <NumberField
      {...rest}
      value={typeof value === 'number' ? value : initialOf(port.initial)}
      range={range}
    />
  );
}

const initialOf = (initial: unknown): number => (typeof initial === 'number' ? initial : 0);
