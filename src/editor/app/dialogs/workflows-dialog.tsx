import { useState } from 'react';

import { useSession } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { chooseFile } from '../commands/import-workflow.ts';
import { useEditor } from '../editor.ts';
import { BinList } from './workflows/bin-list.tsx';
import { SavedList } from './workflows/saved-list.tsx';
import { useWorkflows } from './workflows/use-workflows.ts';
import { VersionList } from './workflows/version-list.tsx';

import styles from './workflows/workflows.module.css';

/** Saved workflows: find, open, name, copy, delete and take back; former versions; the bin. */
export function WorkflowsDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const files = useWorkflows();
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState<'saved' | 'bin' | { readonly versionsOf: string }>('saved');
  const templates = useSession((state) => state.templates.length);
  const title =
    place === 'saved'
      ? 'Workflows'
      : place === 'bin'
        ? 'Deleted workflows'
        : `Versions of ${place.versionsOf}`;
  return (
    <Dialog title={title} wide onClose={onClose}>
      {place === 'saved' && (
        <>
          <div className={styles['bar']}>
            <input
              type="search"
              className={styles['search']}
              aria-label="Search workflows"
              placeholder="Search workflows"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
            <Button onClick={() => chooseFile(editor)}>Import…</Button>
            {templates > 0 && (
              <Button onClick={() => editor.session.setState({ dialog: { type: 'templates' } })}>
                From template…
              </Button>
            )}
            <Button onClick={() => setPlace('bin')}>Bin</Button>
          </div>
          <SavedList files={files} query={query} onVersions={(versionsOf) => setPlace({ versionsOf })} />
        </>
      )}
      {place !== 'saved' && (
        <div className={styles['bar']}>
          <Button onClick={() => setPlace('saved')}>Back to the workflows</Button>
        </div>
      )}
      {place === 'bin' && <BinList onRestored={files.load} />}
      {typeof place === 'object' && <VersionList file={place.versionsOf} />}
    </Dialog>
  );
}
