import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { FixButtons } from '../ui/fix-buttons.tsx';
import { InputField } from '../widgets/input-field.tsx';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { edgesInto, edgesOutOf, findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';

import styles from './outline.module.css';

/** Inputs of a node with what feeds them or their widgets, where its outputs go, and what is wrong with it. */
export function OutlinePorts({ id, title }: { readonly id: string; readonly title: string }) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const document = useDocument(documentOf);
  const diagnostics = useSession((state) => diagnosticsAt(state.diagnostics, id));
  const node = findNode(document, id);
  if (node === undefined) return null;
  const { descriptor } = viewNode(document, catalog, node);
  const nameOf = (other: string): string => {
    const instance = findNode(document, other);
    return instance === undefined ? other : titleOf(viewNode(document, catalog, instance));
  };
  const goTo = (other: string): void =>
    globalThis.document
      .querySelector<HTMLElement>(`[data-outline-node="${CSS.escape(other)}"] [data-row]`)
      ?.focus();
  const edges = edgesInto(document, id);
  return (
    <div className={styles['ports']}>
      {diagnostics.map((diagnostic) => (
        <p key={diagnostic.message} className={styles['problem']} data-severity={diagnostic.severity}>
          {diagnostic.message} <FixButtons diagnostic={diagnostic} className={styles['link']} />
        </p>
      ))}
      {descriptor.inputs.map((port) => {
        const source = edges.get(port.name)?.from.node;
        return (
          <div key={port.name} className={styles['port']}>
            <span className={styles['label']}>{port.label}</span>
            {source !== undefined ? (
              <button type="button" className={styles['link']} onClick={() => goTo(source)}>
                from {nameOf(source)}
              </button>
            ) : port.widget === undefined ? (
              <span className={styles['state']}>
                {port.optional ? 'not connected' : 'needs a connection'}
              </span>
            ) : (
              <span className={port.widget.kind === 'textarea' ? styles['tall'] : styles['field']}>
                <InputField node={id} title={`${title} in the outline`} port={port} />
              </span>
            )}
          </div>
        );
      })}
      {descriptor.outputs.map((port) => {
        const targets = edgesOutOf(document, id).filter(({ from }) => from.output === port.name);
        return (
          <div key={port.name} className={styles['port']}>
            <span className={styles['label']}>{port.label}</span>
            {targets.length === 0 && <span className={styles['state']}>goes nowhere</span>}
            {targets.map(({ to }) => (
              <button
                key={`${to.node}:${to.input}`}
                type="button"
                className={styles['link']}
                onClick={() => goTo(to.node)}
              >
                to {nameOf(to.node)}
              </button>
            ))}
          </div>
        );
      })}
      <Button onClick={() => editor.session.setState({ dialog: { type: 'connect', node: id } })}>
        Connect {title}…
      </Button>
    </div>
  );
}
