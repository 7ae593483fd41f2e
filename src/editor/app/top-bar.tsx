import { KeyRound, Menu, Moon, PanelLeft, PanelRight, Plus, Redo2, Save, Sun, Undo2 } from 'lucide-react';

import { RunBar } from '../run-panel/run-bar.tsx';
import { activeTab, canRedo, canUndo, documentOf, sheetOf } from '../state/document-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { isTabUnsaved } from '../state/tab.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { commandOf } from './commands/command-table.ts';
import { useEditor, type Editor } from './editor.ts';
import { changePreferences } from './keep-preferences.ts';
import { Logo } from './logo.tsx';

import styles from './app.module.css';

/** Workflow, history and run, in one line. */
export function TopBar() {
  const editor = useEditor();
  const undoable = useDocument(canUndo);
  const redoable = useDocument(canRedo);
  const libraryOpen = useSession((state) => state.libraryOpen);
  const inspectorOpen = useSession((state) => state.inspectorOpen);
  return (
    <header className={styles['topBar']}>
      <Logo />
      <h1 className={styles['silent']}>Batchwork</h1>
      <IconButton
        label="Menu"
        aria-haspopup="menu"
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          editor.session.setState({ menu: { kind: 'main', at: { x: left, y: bottom } } });
        }}
      >
        <Menu size={17} />
      </IconButton>
      <CommandButton command={commandOf('toggle-library')} icon={PanelLeft} pressed={libraryOpen} />
      <span className={styles['divider']} />
      <WorkflowName />
      <CommandButton command={commandOf('save')} icon={Save} />
      <CommandButton command={commandOf('new')} icon={Plus} />
      <span className={styles['divider']} />
      <CommandButton command={commandOf('undo')} icon={Undo2} disabled={!undoable} />
      <CommandButton command={commandOf('redo')} icon={Redo2} disabled={!redoable} />
      <span className={styles['space']} />
      <Connection />
      <RunBar />
      <span className={styles['divider']} />
      <ProvidersButton />
      <ThemeButton />
      <CommandButton command={commandOf('toggle-inspector')} icon={PanelRight} pressed={inspectorOpen} />
    </header>
  );
}

const renameTo = async (editor: Editor, name: string): Promise<void> =>
  (await import('./commands/save-workflow.ts')).rename(editor, name);

function WorkflowName() {
  const editor = useEditor();
  const name = useDocument((state) => documentOf(state).name);
  const file = useDocument((state) => sheetOf(state).file);
  const tab = useDocument((state) => state.active);
  const conflict = useDocument((state) => sheetOf(state).conflict);
  const unsaved = useDocument((state) => isTabUnsaved(activeTab(state)));
  return (
    <span className={styles['nameBox']}>
      <input
        // A new name from elsewhere, such as Undo, has to show.
        key={`${tab} ${name}`}
        type="text"
        className={styles['name']}
        aria-label="Workflow name"
        defaultValue={name}
        spellCheck={false}
        onBlur={(event) => {
          if (event.target.value.trim() === '') event.target.value = name;
          else void renameTo(editor, event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.value = name;
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {conflict === null ? (
        <span
          className={styles['saved']}
          title={file === null ? 'Kept in this browser. Save it to keep it as a file.' : `File: ${file}`}
        >
          {file === null ? 'not saved' : unsaved ? 'edited' : 'saved'}
        </span>
      ) : (
        <Button
          look="quiet"
          className={styles['conflict']}
          onClick={() => editor.session.setState({ dialog: { type: 'conflict', tab } })}
        >
          {conflict === 'gone' ? 'file is gone' : 'changed elsewhere'}
        </Button>
      )}
    </span>
  );
}

/** Silent while all is well. */
function Connection() {
  const connection = useRuns((state) => state.connection);
  if (connection !== 'offline') return null;
  return <output className={styles['offline']}>Reconnecting… Runs go on without this page.</output>;
}

function ProvidersButton() {
  const editor = useEditor();
  const auto = useSession((state) => state.providers.find((provider) => provider.auto));
  return (
    <button
      type="button"
      className={styles['provider']}
      aria-label={`Providers and keys: ${auto?.title ?? 'none'}`}
      title="Providers and keys"
      onClick={() => editor.session.setState({ dialog: { type: 'settings', section: 'providers' } })}
    >
      <KeyRound size={15} aria-hidden="true" />
      {auto?.title}
    </button>
  );
}

function ThemeButton() {
  const editor = useEditor();
  const theme = useSession((state) => state.preferences.theme);
  const next = theme === 'system' ? 'light' : theme === 'light' ? 'dark' : 'system';
  const words = { system: 'as the system', light: 'light', dark: 'dark' } as const;
  return (
    <IconButton
      label={`Colours: ${words[theme]}. Switch to ${words[next]}`}
      onClick={() => changePreferences(editor.session, { theme: next })}
    >
      {theme === 'system' ? <SystemIcon /> : theme === 'light' ? <Sun size={16} /> : <Moon size={16} />}
    </IconButton>
  );
}

/** Half sun, half moon: the system decides. */
function SystemIcon() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
    </svg>
  );
}
