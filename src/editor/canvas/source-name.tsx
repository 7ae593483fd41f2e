import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { nothing } from '../state/session-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { edgesInto, findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';

import styles from './node.module.css';

interface SourceNameProps {
  readonly node: string;
  readonly input: string;
  /** As a person reads the input. */
  readonly label: string;
}

/** Names the output that feeds an input, in place of its widget, and leads there. */
export function SourceName({ node, input, label }: SourceNameProps) {
  const editor = useEditor();
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
  const goThere = (): void => {
    const edge = edgesInto(documentOf(editor.document.getState()), node).get(input);
    if (edge === undefined) return;
    const { node: source } = edge.from;
    editor.session.setState({ selectedNodes: new Set([source]), selectedEdges: nothing });
    editor.canvas?.reveal([source]);
    editor.canvas?.focusNode(source);
  };
  return (
    <button
      type="button"
      className={`${styles['source']} nodrag`}
      title={`From ${words}`}
      aria-label={`${label}: from ${words}. Go there`}
      onClick={(event) => {
        // A click on the node itself selects it.
        event.stopPropagation();
        goThere();
      }}
    >
      {words}
    </button>
  );
}
