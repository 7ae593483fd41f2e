import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo } from 'react';

import type { PortDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { InputField } from '../widgets/input-field.tsx';
import { findNode } from '../workflow/document-index.ts';
import { describeLiteral, literalOf } from '../workflow/literals.ts';
import type { NodeRow } from '../workflow/node-layout.ts';
import { PortHandle } from './port-handle.tsx';
import { SourceName } from './source-name.tsx';

import styles from './node.module.css';

interface RowProps {
  readonly node: string;
  readonly title: string;
  readonly row: NodeRow;
  readonly known: boolean;
}

/** One line of a node's body. */
export const Row = memo(function Row({ node, title, row, known }: RowProps) {
  switch (row.kind) {
    case 'ports':
      return (
        <div className={styles['row']}>
          {row.input !== undefined && (
            <>
              <PortHandle node={node} side="input" port={row.input} known={known} />
              <PortLabel port={row.input} required={!row.input.optional} />
            </>
          )}
          {row.output !== undefined && <OutputEnd node={node} port={row.output} known={known} />}
        </div>
      );
    case 'widget':
      return <WidgetRow node={node} title={title} row={row} known={known} />;
    case 'more':
      return <MoreRow node={node} hidden={row.hidden} />;
  }
});

function PortLabel({ port, required }: { readonly port: PortDescriptor; readonly required?: boolean }) {
  return (
    <span className={classes(styles['label'], required === false && styles['optional'])} title={port.help}>
      {port.label}
    </span>
  );
}

function OutputEnd({
  node,
  port,
  known,
}: {
  readonly node: string;
  readonly port: PortDescriptor;
  readonly known: boolean;
}) {
  return (
    <>
      <span className={classes(styles['label'], styles['output'])}>{port.label}</span>
      <PortHandle node={node} side="output" port={port} known={known} />
    </>
  );
}

function WidgetRow({ node, title, row, known }: RowProps & { row: Extract<NodeRow, { kind: 'widget' }> }) {
  const detail = useSession((state) => state.detail);
  const { input, output, wired, blockHeight } = row;
  const block = input.widget?.kind === 'textarea' || input.widget?.kind === 'images';
  const control =
    detail === 'full' ? (
      <InputField node={node} title={title} port={input} />
    ) : (
      <LiteralText node={node} port={input} />
    );
  return (
    <>
      <div className={classes(styles['row'], blockHeight > 0 && !block && styles['tall'])}>
        <PortHandle node={node} side="input" port={input} known={known} />
        <PortLabel port={input} />
        {wired ? (
          <SourceName node={node} input={input.name} label={`${title}: ${input.label}`} />
        ) : (
          !block && <span className={styles['control']}>{control}</span>
        )}
        {output !== undefined && <OutputEnd node={node} port={output} known={known} />}
      </div>
      {block && !wired && (
        <div className={styles['block']} style={{ height: blockHeight }}>
          {control}
        </div>
      )}
    </>
  );
}

/** Seen from afar, a widget is its value alone. */
function LiteralText({ node, port }: { readonly node: string; readonly port: PortDescriptor }) {
  const words = useDocument((state) => {
    const instance = findNode(documentOf(state), node);
    return instance === undefined ? '' : describeLiteral(literalOf(instance, port));
  });
  return <span className={styles['literal']}>{words}</span>;
}

function MoreRow({ node, hidden }: { readonly node: string; readonly hidden: number }) {
  const { session } = useStores();
  const toggle = (): void =>
    session.setState(({ expanded }) => {
      const next = new Set(expanded);
      if (!next.delete(node)) next.add(node);
      return { expanded: next };
    });
  return (
    <button type="button" className={classes(styles['row'], styles['more'], 'nodrag')} onClick={toggle}>
      {hidden > 0 ? <ChevronDown size={14} /> : <ChevronUp size={14} />}
      {hidden > 0 ? `${hidden} more` : 'Less'}
    </button>
  );
}
