import type { NodeDescriptor } from '#core/node/descriptor.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

import { PortShape } from '../ui/port-shape.tsx';

import styles from './palette.module.css';

/** A node type as a line of a list: the signs of its ports, its title. */
export function NodeOptionContent({ descriptor }: { readonly descriptor: NodeDescriptor }) {
  return (
    <>
      <span className={styles['optionTitle']}>{descriptor.title}</span>
      <span className={styles['signs']} aria-hidden="true">
        {signs(descriptor.inputs.filter(({ widget }) => widget === undefined))}
        {descriptor.outputs.length > 0 && <span className={styles['arrow']}>→</span>}
        {signs(descriptor.outputs)}
      </span>
    </>
  );
}

/** One sign for each type of port. */
function signs(ports: readonly PortDescriptor[]) {
  const kinds = new Map(ports.map((port) => [`${port.portType}:${port.cardinality}`, port]));
  return [...kinds].map(([kind, port]) => (
    <PortShape key={kind} type={port.portType} many={port.cardinality === 'many'} />
  ));
}
