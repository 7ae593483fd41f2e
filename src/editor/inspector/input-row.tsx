import { useMemo } from 'react';

import { connect, disconnect } from '#core/document/edits.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
import { InputField } from '../widgets/input-field.tsx';
import { edgesInto } from '../workflow/document-index.ts';
import { sourceChoices } from '../workflow/port-fit.ts';

import styles from './inspector.module.css';

interface InputRowProps {
  readonly node: string;
  readonly title: string;
  readonly port: PortDescriptor;
  readonly known: boolean;
}

/** One input: what feeds it, chosen from a list, so that wires can be laid without a pointer; else its widget. */
export function InputRow({ node, title, port, known }: InputRowProps) {
  const { document } = useStores();
  const catalog = useSession((state) => state.catalog);
  const workflow = useDocument((state) => documentOf(state));
  const edge = edgesInto(workflow, node).get(port.name);
  const choices = useMemo(
    () => sourceChoices(workflow, catalog, { node, side: 'input', port }),
    [workflow, catalog, node, port],
  );
  const current = edge === undefined ? '' : JSON.stringify([edge.from.node, edge.from.output]);
  const listed = choices.map((choice) => ({
    value: JSON.stringify([choice.node, choice.output]),
    choice,
  }));
  const choose = (value: string): void => {
    const chosen = listed.find((entry) => entry.value === value)?.choice;
    document.seal();
    if (chosen !== undefined)
      document.apply(
        connect({ from: { node: chosen.node, output: chosen.output }, to: { node, input: port.name } }),
      );
    else if (edge !== undefined) document.apply(disconnect(edge));
  };
  return (
    <div className={styles['input']}>
      <div className={styles['inputHead']}>
        <PortShape type={known ? port.portType : 'any'} many={port.cardinality === 'many'} />
        <span className={styles['label']}>
          {port.label}
          {port.optional && <em> optional</em>}
        </span>
        <select
          className={styles['sourceSelect']}
          data-source-select=""
          data-connected={edge !== undefined}
          aria-label={`${port.label}: connected to`}
          value={current}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{edge === undefined ? 'Connect…' : 'Not connected'}</option>
          {edge !== undefined && !listed.some(({ value }) => value === current) && (
            <option value={current}>
              {edge.from.node} · {edge.from.output}
            </option>
          )}
          {listed.map(({ value, choice }) => (
            <option key={value} value={value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
      {port.widget !== undefined && edge === undefined && (
        <div className={port.widget.kind === 'textarea' ? styles['tallField'] : styles['field']}>
          <InputField node={node} title={title} port={port} />
        </div>
      )}
      {port.help !== undefined && <p className={styles['help']}>{port.help}</p>}
    </div>
  );
}
