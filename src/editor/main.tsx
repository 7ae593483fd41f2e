import './no-code-at-run-time.ts';
import './theme/tokens.css';
import './theme/base.css';
import './theme/flow.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/app.tsx';
import { EditorContext } from './app/editor.ts';
import { openTabs } from './app/open-tabs.ts';
import { createEditor, startEditor } from './app/start.ts';
import { StoresContext } from './state/stores.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root.');

const editor = createEditor();
const openEditor = async (): Promise<void> => {
  startEditor(editor, { restored: await openTabs(editor) });
  createRoot(root).render(
    <StrictMode>
      <StoresContext value={editor}>
        <EditorContext value={editor}>
          <App />
        </EditorContext>
      </StoresContext>
    </StrictMode>,
  );
};

// Not awaited at the top level: modules that are fetched later share the entry's code, and a bundler would have to
// split that into dozens of files, style sheets out of order, to keep them from waiting for each other.
void openEditor();
