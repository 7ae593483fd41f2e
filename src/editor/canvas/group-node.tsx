import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo } from 'react';

import { updateGroup } from '#core/document/edits.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { tintOf } from '../ui/tint.ts';
import type { FlowNode } from './flow-items.ts';
import { TitleField } from './title-field.tsx';

import styles from './node.module.css';

/** A frame with a title around nodes that belong together. Dragging its title takes what lies inside along. */
export const GroupNode = memo(function GroupNode({ id, selected }: NodeProps<FlowNode>) {
  const { document, session } = useStores();
  const group = useDocument((state) => documentOf(state).groups.find((item) => item.id === id));
  const renaming = useSession((state) => state.renaming === id);
  if (group === undefined) return null;
  const rename = (title: string | undefined): void => {
    session.setState({ renaming: null });
    if (title === undefined || title === group.title) return;
    document.seal();
    document.apply(updateGroup(id, { title }));
  };
  return (
    <>
      <NodeResizer
        isVisible={selected && group.pinned !== true}
        minWidth={120}
        minHeight={80}
        onResize={(_event, { width, height, x, y }) =>
          document.apply(updateGroup(id, { size: { width, height }, position: { x, y } }), {
            group: `resize:${id}`,
          })
        }
        onResizeEnd={document.seal}
      />
      <div
        className={styles['group']}
        data-selected={selected}
        style={cssVariables({ '--tint': tintOf(group.color) })}
      >
        {/* The same is reached by keyboard with F2. */}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div
          className={`${styles['groupTitle']} group-title`}
          onDoubleClick={(event) => {
            event.stopPropagation();
            session.setState({ renaming: id });
          }}
        >
          {renaming ? <TitleField title={group.title} label="Group title" onDone={rename} /> : group.title}
        </div>
      </div>
    </>
  );
});
