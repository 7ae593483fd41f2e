import { render } from 'vitest-browser-react';

import '#editor/theme/tokens.css';
import '#editor/theme/base.css';
import '#editor/theme/flow.css';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { App } from '#editor/app/app.tsx';
import { EditorContext, type Editor } from '#editor/app/editor.ts';
import { createEditor } from '#editor/app/start.ts';
import { documentOf } from '#editor/state/document-store.ts';
import { StoresContext } from '#editor/state/stores.ts';

import { catalog } from '../editor/catalog.ts';

/** The whole editor on a page, with real node types and no server. */
export async function renderEditor(document: WorkflowDocument): Promise<Editor> {
  const editor = createEditor();
  editor.session.setState({ catalog, inspectorOpen: false });
  editor.document.reset(document);
  globalThis.document.documentElement.dataset['theme'] = 'dark';
  await render(
    <div style={{ position: 'fixed', inset: 0 }}>
      <StoresContext value={editor}>
        <EditorContext value={editor}>
          <App />
        </EditorContext>
      </StoresContext>
    </div>,
  );
  return editor;
}

/** The document as it stands. */
export const current = (editor: Editor): WorkflowDocument => documentOf(editor.document.getState());

/** The element of a port's dot. */
export function portElement(place: string, side: 'input' | 'output'): HTMLElement {
  const element = globalThis.document.querySelector<HTMLElement>(
    `[data-port="${place}"][data-side="${side}"]`,
  );
  if (element === null) throw new Error(`The port ${place} is not on the page.`);
  return element;
}
