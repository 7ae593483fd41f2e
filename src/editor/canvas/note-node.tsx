import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo, useCallback } from 'react';

import { updateNote } from '#core/document/edits.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { tintOf } from '../ui/tint.ts';
import type { FlowNode } from './flow-items.ts';

import styles from './node.module.css';

/** A note: text for people, on the canvas and in the file. */
export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps<FlowNode>) {
  const { document, session } = useStores();
  const writing = useSession((state) => state.renaming === id);
  // A note is ready to be written when it is new, or with F2.
  const takeFocus = useCallback(
    (element: HTMLTextAreaElement | null) => {
      if (!writing || element === null) return;
      element.focus();
      session.setState({ renaming: null });
    },
    [writing, session],
  );
  const note = useDocument((state) => documentOf(state).notes.find((item) => item.id === id));
  if (note === undefined) return null;
  return (
    <>
      <NodeResizer
        isVisible={selected && note.pinned !== true}
        minWidth={120}
        minHeight={56}
        onResize={(_event, { width, height, x, y }) =>
          document.apply(updateNote(id, { size: { width, height }, position: { x, y } }), {
            group: `resize:${id}`,
          })
        }
        onResizeEnd={document.seal}
      />
      <div
        className={styles['note']}
        data-selected={selected}
        style={cssVariables({ '--tint': tintOf(note.color) })}
      >
        <textarea
          ref={takeFocus}
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
