import { useCallback, useEffect, useState } from 'react';

import type { SavedWorkflow } from '#core/api/workflows.ts';

import { messageOf } from '../../../remote/remote-error.ts';
import { isConflict, renameFile } from '../../commands/save-workflow.ts';
import { useEditor } from '../../editor.ts';
import { notify, notifyWithAction } from '../../notices.ts';

/** The list of saved workflows and what can be done to one. */
export interface Workflows {
  /** Undefined until it is known. */
  readonly list: readonly SavedWorkflow[] | undefined;
  readonly trouble: string | undefined;
  readonly load: () => Promise<void>;
  rename(file: string, to: string): Promise<void>;
  duplicate(file: string): Promise<void>;
  remove(file: string): Promise<void>;
}

export function useWorkflows(): Workflows {
  const editor = useEditor();
  const { remote, session } = editor;
  const [list, setList] = useState<readonly SavedWorkflow[]>();
  const [trouble, setTrouble] = useState<string>();
  const load = useCallback(
    (): Promise<void> =>
      remote.workflows().then(
        (workflows) => {
          setList(workflows);
          setTrouble(undefined);
        },
        (error: unknown) => setTrouble(messageOf(error)),
      ),
    [remote],
  );
  useEffect(() => void load(), [load]);

  /** Does it, tells trouble, and fetches the list anew. */
  const change = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
    await load();
  };
  return {
    list,
    trouble,
    load,
    rename: (file, to) => change(() => renameFile(editor, file, to)),
    duplicate: (file) =>
      change(async () => {
        const { document } = await remote.openWorkflow(file);
        for (let number = 1; ; number += 1) {
          const copy = `${file} copy${number === 1 ? '' : ` ${number}`}`;
          try {
            await remote.writeWorkflow(copy, document, 'new');
            return;
          } catch (error) {
            if (!isConflict(error) || number >= 99) throw error;
          }
        }
      }),
    remove: (file) =>
      change(async () => {
        const id = await remote.deleteWorkflow(file);
        notifyWithAction(session, `${file} is in the bin.`, {
          label: 'Undo',
          run: () => void change(async () => void (await remote.restoreFromBin(id, file))),
        });
      }),
  };
}
