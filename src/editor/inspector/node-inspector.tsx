import { updateNode } from '#core/document/edits.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { DiagnosticList } from './diagnostic-list.tsx';
import { InputRow } from './input-row.tsx';
import { OutputList } from './output-list.tsx';
import { StepDetails } from './step-details.tsx';

import styles from './inspector.module.css';

/** Everything about one node: title, what it does, all inputs with their help and sources, outputs, troubles. */
export function NodeInspector({ id }: { readonly id: string }) {
  const { document } = useStores();
  const catalog = useSession((state) => state.catalog);
  const diagnostics = useSession((state) => diagnosticsAt(state.diagnostics, id));
  const workflow = useDocument((state) => documentOf(state));
  const node = findNode(workflow, id);
  if (node === undefined) return null;
  const view = viewNode(workflow, catalog, node);
  const { descriptor, known } = view;
  const title = titleOf(view);
  return (
    <>
      <div className={styles['section']}>
        <input
          type="text"
          className={styles['title']}
          aria-label="Node title"
          value={node.title ?? descriptor.title}
          onChange={({ target: { value } }) =>
            document.apply(updateNode(id, { title: value === descriptor.title ? undefined : value }), {
              group: `title:${id}`,
            })
          }
          onBlur={document.seal}
        />
        <p className={styles['type']}>
          {descriptor.title} · {id}
        </p>
        {descriptor.description !== '' && <p className={styles['help']}>{descriptor.description}</p>}
      </div>
      {diagnostics.length > 0 && (
        <div className={styles['section']}>
          <DiagnosticList diagnostics={diagnostics} />
        </div>
      )}
      <StepDetails id={id} />
      {descriptor.inputs.length > 0 && (
        <div className={styles['section']}>
          <h2>Inputs</h2>
          {descriptor.inputs.map((port) => (
            <InputRow key={port.name} node={id} title={title} port={port} known={known} />
          ))}
        </div>
      )}
      {!known && Object.keys(node.inputs).length > 0 && (
        <div className={styles['section']}>
          <h2>Kept values</h2>
          <pre className={styles['data']}>{JSON.stringify(node.inputs, undefined, 2)}</pre>
        </div>
      )}
      <OutputList id={id} outputs={descriptor.outputs} known={known} />
    </>
  );
}
