import { Copy, FilePenLine, History, SquareTerminal, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { SavedWorkflow } from '#core/api/workflows.ts';

import { useDocument } from '../../../state/stores.ts';
import { IconButton } from '../../../ui/button.tsx';
import { copyCommand } from '../../commands/share-workflow.ts';
import { openFile } from '../../commands/workflow-files.ts';
import { useEditor } from '../../editor.ts';
import type { Workflows } from './use-workflows.ts';

import styles from './workflows.module.css';

interface SavedListProps {
  readonly files: Workflows;
  readonly query: string;
  readonly onVersions: (file: string) => void;
}

const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));

/** Saved workflows by folder, newest first; those that a query finds, when there is one. */
export function SavedList({ files, query, onVersions }: SavedListProps) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (files.list ?? []).filter(({ file, name }) => {
    const text = `${file} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const folders = [...Map.groupBy(found, ({ file }) => folderOf(file))].toSorted(([a], [b]) =>
    a.localeCompare(b),
  );
  return (
    <>
      {files.trouble !== undefined && <p role="alert">{files.trouble}</p>}
      {files.list?.length === 0 && (
        <p className={styles['help']}>Nothing is saved yet. Save a workflow, and it will stand here.</p>
      )}
      {files.list !== undefined && files.list.length > 0 && found.length === 0 && (
        <p className={styles['help']}>No workflow is called that.</p>
      )}
      {folders.map(([folder, inside]) => (
        <section key={folder} aria-label={folder === '' ? 'Workflows' : folder}>
          {folder !== '' && <h3 className={styles['folder']}>{folder}</h3>}
          <ul>
            {inside.map((saved) => (
              <SavedRow key={saved.file} saved={saved} files={files} onVersions={onVersions} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface SavedRowProps {
  readonly saved: SavedWorkflow;
  readonly files: Workflows;
  readonly onVersions: (file: string) => void;
}

function SavedRow({ saved, files, onVersions }: SavedRowProps) {
  const editor = useEditor();
  const { file, name, nodes, modifiedAt } = saved;
  const [renaming, setRenaming] = useState(false);
  const isOpen = useDocument(({ tabs }) => tabs.some(({ sheet }) => sheet.file === file));
  const finish = (to: string): void => {
    setRenaming(false);
    if (to !== '' && to !== file) void files.rename(file, to);
  };
  const short = file.slice(file.lastIndexOf('/') + 1);
  return (
    <li className={styles['row']}>
      {renaming ? (
        <input
          type="text"
          className={styles['search']}
          aria-label={`New name of ${file}`}
          defaultValue={file}
          ref={(element) => element?.select()}
          onBlur={(event) => finish(event.target.value.trim())}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.currentTarget.value = file;
            event.currentTarget.blur();
          }}
        />
      ) : (
        <button type="button" className={styles['open']} onClick={() => void openFile(editor, file)}>
          <span className={styles['name']}>
            {short}
            {isOpen && <span className={styles['badge']}>open</span>}
          </span>
          <span className={styles['help']}>
            {name !== short && `${name} · `}
            {nodes} nodes · {new Date(modifiedAt).toLocaleString()}
          </span>
        </button>
      )}
      <span className={styles['actions']}>
        <IconButton label={`Versions of ${file}`} onClick={() => onVersions(file)}>
          <History size={15} />
        </IconButton>
        <IconButton
          label={`Copy the command that runs ${file}`}
          onClick={() => void copyCommand(editor, file)}
        >
          <SquareTerminal size={15} />
        </IconButton>
        <IconButton label={`Duplicate ${file}`} onClick={() => void files.duplicate(file)}>
          <Copy size={15} />
        </IconButton>
        <IconButton label={`Rename ${file}`} onClick={() => setRenaming(true)}>
          <FilePenLine size={15} />
        </IconButton>
        <IconButton label={`Move ${file} to the bin`} onClick={() => void files.remove(file)}>
          <Trash2 size={15} />
        </IconButton>
      </span>
    </li>
  );
}
