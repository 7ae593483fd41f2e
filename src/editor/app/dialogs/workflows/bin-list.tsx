import { useCallback, useEffect, useState } from 'react';

import type { BinnedWorkflow } from '#core/api/workflows.ts';

import { messageOf } from '../../../remote/remote-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useEditor } from '../../editor.ts';
import { notify } from '../../notices.ts';

import styles from './workflows.module.css';

/** Deleted workflows, which can be taken back. Nothing is ever taken out of the bin by itself. */
export function BinList({ onRestored }: { readonly onRestored: () => Promise<void> }) {
  const { remote, session } = useEditor();
  const [binned, setBinned] = useState<readonly BinnedWorkflow[]>();
  const load = useCallback(
    () => remote.bin().then(setBinned, (error: unknown) => notify(session, 'error', messageOf(error))),
    [remote, session],
  );
  useEffect(() => void load(), [load]);
  const restore = async (id: string): Promise<void> => {
    try {
      const { file } = await remote.restoreFromBin(id, id);
      notify(session, 'info', `${file} is back.`);
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
    await Promise.all([load(), onRestored()]);
  };
  return (
    <>
      {binned?.length === 0 && <p className={styles['help']}>The bin is empty.</p>}
      <ul aria-label="Deleted workflows">
        {binned?.map(({ id, name, nodes, deletedAt }) => (
          <li key={id} className={styles['row']}>
            <span className={styles['open']}>
              <span className={styles['name']}>{id}</span>
              <span className={styles['help']}>
                {name} · {nodes} nodes · deleted {new Date(deletedAt).toLocaleString()}
              </span>
            </span>
            <Button aria-label={`Take ${id} out of the bin`} onClick={() => void restore(id)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
