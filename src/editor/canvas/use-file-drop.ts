import { useMemo, useState, type DragEvent } from 'react';

import type { Edge, Position } from '#core/document/schema.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { addNodeOf } from '../app/commands/add-node.ts';
import { addAssets } from '../app/commands/image-files.ts';
import { importFile, takeImages } from '../app/commands/import-workflow.ts';
import { useEditor, type Editor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { imageDragType, readDraggedImages } from '../gallery/image-drag.ts';
import { nodeDragType } from '../palette/node-drag.ts';
import { documentOf } from '../state/document-store.ts';
import { edgeKey } from '../workflow/document-index.ts';
import { nodeMeasures } from '../workflow/node-layout.ts';
import { portsForSplice } from '../workflow/splice.ts';
import { wiresAt } from './pointer.ts';

/** What may be dropped on the canvas: a node from the library, a workflow file, images. */
export function useFileDrop() {
  const editor = useEditor();
  const [over, setOver] = useState(false);
  const handlers = useMemo(() => {
    const dropFiles = (files: readonly File[], at: { x: number; y: number }): void => {
      const images = files.filter(({ type }) => type.startsWith('image/'));
      const workflow = files.find(({ name, type }) => type === 'application/json' || name.endsWith('.json'));
      if (workflow !== undefined) void importFile(editor, workflow);
      else if (images.length > 0) void takeImages(editor, images, at);
      else notify(editor.session, 'warning', 'Drop a workflow (.json) or images here.');
    };
    return {
      onDragOver: (event: DragEvent): void => {
        const { types } = event.dataTransfer;
        if (![nodeDragType, imageDragType, 'Files'].some((type) => types.includes(type))) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        if (types.includes('Files')) setOver(true);
      },
      onDragLeave: (event: DragEvent): void => {
        const next = event.relatedTarget;
        if (!(next instanceof Node && event.currentTarget.contains(next))) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        setOver(false);
        const { canvas, session } = editor;
        if (canvas === undefined) return;
        const at = canvas.toCanvas({ x: event.clientX, y: event.clientY });
        const descriptor = session.getState().catalog.get(event.dataTransfer.getData(nodeDragType));
        const results = readDraggedImages(event.dataTransfer.getData(imageDragType));
        const files = [...event.dataTransfer.files];
        if (descriptor === undefined && files.length + results.length === 0) return;
        event.preventDefault();
        if (descriptor !== undefined)
          addNodeOf(editor, descriptor, {
            at: { x: at.x - nodeMeasures.width / 2, y: at.y - 18 },
            edge: wireUnder(editor, descriptor, { x: event.clientX, y: event.clientY }),
          });
        else if (results.length > 0) addAssets(editor, results, at);
        else dropFiles(files, at);
      },
    };
  }, [editor]);
  return { over, handlers };
}

/** The wire at a point of the screen that a node of this type fits into. */
function wireUnder(editor: Editor, descriptor: NodeDescriptor, at: Position): Edge | null {
  const document = documentOf(editor.document.getState());
  const { catalog } = editor.session.getState();
  const under = new Set(wiresAt(at));
  const edge = document.edges.find(
    (candidate) =>
      under.has(edgeKey(candidate)) &&
      portsForSplice(document, catalog, { edge: candidate, descriptor }) !== undefined,
  );
  return edge ?? null;
}
