import { disconnect } from '#core/document/edits.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { edgeKey, findNode } from '../workflow/document-index.ts';
import { NodeInspector } from './node-inspector.tsx';
import { WorkflowInspector } from './workflow-inspector.tsx';

import styles from './inspector.module.css';

/** All about what is selected: a node's inputs, outputs and troubles; else the workflow's. */
export function Inspector() {
  const selectedNodes = useSession((state) => state.selectedNodes);
  const selectedEdges = useSession((state) => state.selectedEdges);
  const [first] = selectedNodes;
  const isNode = useDocument(
    (state) => first !== undefined && findNode(documentOf(state), first) !== undefined,
  );
  if (selectedNodes.size === 1 && first !== undefined && isNode)
    return <NodeInspector key={first} id={first} />;
  if (selectedNodes.size > 1)
    return <p className={styles['empty']}>{selectedNodes.size} items are selected.</p>;
  const [edge] = selectedEdges;
  if (selectedEdges.size === 1 && edge !== undefined) return <EdgeInspector id={edge} />;
  return <WorkflowInspector />;
}

function EdgeInspector({ id }: { readonly id: string }) {
  const { document, session } = useStores();
  const edge = useDocument((state) => documentOf(state).edges.find((item) => edgeKey(item) === id));
  if (edge === undefined) return null;
  return (
    <div className={styles['section']}>
      <h2>Wire</h2>
      <p>
        From {edge.from.node} · {edge.from.output} to {edge.to.node} · {edge.to.input}
      </p>
      <Button
        onClick={() => {
          document.seal();
          document.apply(disconnect(edge));
          session.setState({ selectedEdges: new Set() });
        }}
      >
        Remove
      </Button>
    </div>
  );
}
