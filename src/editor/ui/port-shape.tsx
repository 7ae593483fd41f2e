import type { PortType } from '#core/node/port-type.ts';

import { classes } from './classes.ts';
import { cssVariables } from './css-variables.ts';

import styles from './port-shape.module.css';

/** Outlines in a box of 12 by 12; every type differs in shape as well as in colour. */
const outlines: Record<PortType | 'any', string> = {
  image: 'M6 0.6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 1 1 0-10.8Z',
  text: 'M3 1h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2Z',
  integer: 'M6 0L12 6L6 12L0 6Z',
  number: 'M6 0L12 6L6 12L0 6Z',
  boolean: 'M6 0.6L11.8 11H0.2Z',
  resolution: 'M3 0.8h6L12 6L9 11.2H3L0 6Z',
  seed: 'M0 9.4a6 6.6 0 0 1 12 0Z',
  any: 'M6 0.6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 1 1 0-10.8Z',
};

/** Custom property with the colour of a port type. */
export const portColors: Record<PortType | 'any', string> = {
  image: 'var(--image)',
  text: 'var(--words)',
  integer: 'var(--number)',
  number: 'var(--number)',
  boolean: 'var(--boolean)',
  resolution: 'var(--resolution)',
  seed: 'var(--seed)',
  any: 'var(--any)',
};

interface PortShapeProps {
  readonly type: PortType | 'any';
  /** A list of the type: the shape is doubled. */
  readonly many: boolean;
}

/** The sign of a port type. Says nothing aloud; the port's label does. */
export function PortShape({ type, many }: PortShapeProps) {
  const outline = outlines[type];
  return (
    <svg
      className={classes(styles['shape'], type === 'any' && styles['any'])}
      style={cssVariables({ '--port': portColors[type] })}
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {many && <path d={outline} transform="translate(3.5 0)" />}
      <path d={outline} transform={many ? 'translate(-1 0)' : undefined} />
    </svg>
  );
}
