import type { Literal } from '#core/document/schema.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import { isAssetRef } from '#core/run/asset.ts';

import { shownSnapshot } from '../state/run-store.ts';
import { useRuns } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
import { describeLiteral } from '../workflow/literals.ts';

import styles from './inspector.module.css';

interface OutputListProps {
  readonly id: string;
  readonly outputs: readonly PortDescriptor[];
  readonly known: boolean;
}

/** Outputs, with what the shown run put out. */
export function OutputList({ id, outputs, known }: OutputListProps) {
  const results = useRuns((state) => shownSnapshot(state)?.steps.get(id)?.outputs);
  if (outputs.length === 0) return null;
  return (
    <div className={styles['section']}>
      <h2>Outputs</h2>
      {outputs.map((port) => (
        <div key={port.name} className={styles['output']}>
          <div className={styles['inputHead']}>
            <PortShape type={known ? port.portType : 'any'} many={port.cardinality === 'many'} />
            <span className={styles['label']}>{port.label}</span>
            <span className={styles['count']}>{describeCount(results?.[port.name]?.count)}</span>
          </div>
          <ol className={styles['values']}>
            {(results?.[port.name]?.values ?? [])
              .filter((value) => !isAssetRef(value))
              .slice(0, 20)
              .map((value, index) => (
                // Values of a finished run never move.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>{describeValue(value)}</li>
              ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

const describeCount = (count: number | undefined): string =>
  count === undefined ? '' : `${count} ${count === 1 ? 'item' : 'items'}`;

const describeValue = (value: Literal): string => describeLiteral(value);
