import { NodeResizeControl, ResizeControlVariant, type NodeProps } from '@xyflow/react';
import { memo, useMemo } from 'react';

import { updateNode } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useRuns, useSession, useStores } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { tintOf } from '../ui/tint.ts';
import { edgesInto, findNode } from '../workflow/document-index.ts';
import { layoutNode, nodeMeasures, type NodeLayout } from '../workflow/node-layout.ts';
import { titleOf, viewNode, type NodeView } from '../workflow/node-view.ts';
import { BypassWires } from './bypass-wires.tsx';
import type { FlowNode } from './flow-items.ts';
import { NodeFoot } from './node-foot.tsx';
import { NodeHeader } from './node-header.tsx';
import { NodePreview } from './node-preview.tsx';
import { NodeProblem } from './node-problem.tsx';
import { Row } from './node-row.tsx';
import { selectNodeState } from './node-state.ts';
import { PortHandle } from './port-handle.tsx';
import { ProgressBar } from './progress-bar.tsx';

import styles from './node.module.css';

const nowhere = emptyDocument();

/** A node instance on the canvas. It follows its own part of the stores and nothing else. */
export const WorkflowNode = memo(function WorkflowNode({ id, selected }: NodeProps<FlowNode>) {
  const catalog = useSession((session) => session.catalog);
  const expanded = useSession((session) => session.expanded.has(id));
  const detail = useSession((session) => session.detail);
  const node = useDocument((state) => findNode(documentOf(state), id));
  const wiredKey = useDocument((state) => [...edgesInto(documentOf(state), id).keys()].join('\n'));
  // Only a placeholder's ports depend on more of the document than the node itself.
  const document = useDocument((state) =>
    node === undefined || catalog.has(node.type) ? nowhere : documentOf(state),
  );
  const state = useRuns(selectNodeState(id));
  const wired = useMemo(() => new Set(wiredKey === '' ? [] : wiredKey.split('\n')), [wiredKey]);
  const view = useMemo(
    () => (node === undefined ? undefined : viewNode(document, catalog, node)),
    [node, document, catalog],
  );
  const layout = useMemo(
    () => (view === undefined ? undefined : layoutNode(view, { wired, expanded })),
    [view, wired, expanded],
  );
  if (node === undefined || view === undefined || layout === undefined) return null;
  const title = titleOf(view);
  const { descriptor, known } = view;
  const tint = tintOf(node.color);
  return (
    <article
      className={styles['node']}
      style={{ width: layout.width, ...cssVariables({ '--tint': tint }) }}
      data-tinted={tint !== undefined}
      data-node-id={id}
      data-node-type={node.type}
      data-state={state}
      data-selected={selected}
      data-mode={node.mode}
      data-known={known}
      data-detail={detail}
    >
      {selected && node.pinned !== true && <WidthControl id={id} height={layout.height} />}
      {node.mode === 'bypass' && <BypassWires view={view} layout={layout} />}
      <NodeHeader id={id} title={title} descriptor={descriptor} state={state} pinned={node.pinned === true} />
      {state === 'running' && <ProgressBar id={id} />}
      {node.collapsed === true || detail === 'title' ? (
        <BarePorts view={view} layout={layout} collapsed={node.collapsed === true} />
      ) : (
        <div className={styles['body']}>
          {layout.rows.map((row) => (
            <Row
              key={row.kind === 'more' ? 'more' : `${row.input?.name ?? ''}:${row.output?.name ?? ''}`}
              node={id}
              title={title}
              row={row}
              known={known}
            />
          ))}
        </div>
      )}
      {!known && <p className={styles['unknown']}>{descriptor.description}</p>}
      <NodeProblem id={id} />
      {node.collapsed !== true && <NodePreview id={id} title={title} />}
      <NodeFoot id={id} />
    </article>
  );
});

/** The right edge of a selected node, to drag. */
function WidthControl({ id, height }: { readonly id: string; readonly height: number }) {
  const { document } = useStores();
  return (
    <NodeResizeControl
      position="right"
      variant={ResizeControlVariant.Line}
      className={styles['widthControl']}
      minWidth={nodeMeasures.minWidth}
      maxWidth={nodeMeasures.maxWidth}
      onResize={(_event, { width }) =>
        document.apply(updateNode(id, { size: { width: Math.round(width), height } }), {
          group: `resize:${id}`,
        })
      }
      onResizeEnd={document.seal}
    />
  );
}

/** The ports without their rows, for a node that is collapsed or far away. */
function BarePorts({
  view,
  layout,
  collapsed,
}: {
  readonly view: NodeView;
  readonly layout: NodeLayout;
  readonly collapsed: boolean;
}) {
  const { node, descriptor, known } = view;
  const { headerHeight } = nodeMeasures;
  return (
    <div className={styles['barePorts']} style={{ height: collapsed ? 0 : layout.height - headerHeight - 1 }}>
      {layout.ports.map(({ name, side, y }) => {
        const port = (side === 'input' ? descriptor.inputs : descriptor.outputs).find(
          (candidate) => candidate.name === name,
        );
        return port === undefined ? null : (
          <PortHandle
            key={`${side}:${name}`}
            node={node.id}
            side={side}
            port={port}
            known={known}
            top={y - headerHeight}
          />
        );
      })}
    </div>
  );
}
