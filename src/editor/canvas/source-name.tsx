import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { edgesInto, findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';

import styles from './node.module.css';

/** Names the output that feeds an input, in place of its widget. */
export function SourceName({ node, input }: { readonly node: string; readonly input: string }) {
  const catalog = useSession((state) => state.catalog);
  const words = useDocument((state) => {
    const document = documentOf(state);
    const edge = edgesInto(document, node).get(input);
    const source = edge === undefined ? undefined : findNode(document, edge.from.node);
    if (edge === undefined || source === undefined) return '';
    const view = viewNode(document, catalog, source);
    const port = view.descriptor.outputs.find(({ name }) => name === edge.from.output);
    return `${titleOf(view)} · ${port?.label ?? edge.from.output}`;
  });
  return (
    <span className={styles['source']} title={`From ${words}`}>
      {words}
    </span>
  );
}
