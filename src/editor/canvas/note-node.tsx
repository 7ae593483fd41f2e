import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo } from 'react';

import { updateNote } from '#core/document/edits.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useStores } from '../state/stores.ts';
import type { FlowNode } from './flow-items.ts';

import styles from './node.module.css';

/** A note: text for people, on the canvas and in the file. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps<FlowNode>) {
  const { document } = useStores();
  const note = useDocument((state) => documentOf(state).notes.find((item) => item.id === id));
  if (note === undefined) return null;
  return (
    <>
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={56}
        onResize={(_event, { width, height, x, y }) =>
          document.apply(updateNote(id, { size: { width, height }, position: { x, y } }), {
            group: `resize:${id}`,
          })
        }
        onResizeEnd={document.seal}
      />
      <div className={styles['note']} data-selected={selected}>
        <textarea
          className="nodrag nowheel"
          aria-label="Note"
          placeholder="Write a note"
          value={note.text}
          onChange={(event) =>
            document.apply(updateNote(id, { text: event.target.value }), { group: `note:${id}` })
          }
          onBlur={document.seal}
        />
      </div>
    </>
  );
});
