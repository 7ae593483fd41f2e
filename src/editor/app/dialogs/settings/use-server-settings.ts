import { useEffect, useState } from 'react';

import type { ChangeSettings, SettingsAnswer } from '#core/api/settings.ts';

import { messageOf } from '../../../remote/remote-error.ts';
import { useEditor } from '../../editor.ts';
import { notify } from '../../notices.ts';

/** The settings that hold for the whole server, fetched anew, and a way to change them. */
export function useServerSettings() {
  const { remote, session } = useEditor();
  const [answer, setAnswer] = useState<SettingsAnswer>();
  useEffect(() => {
    remote.settings().then(setAnswer, (error: unknown) => notify(session, 'warning', messageOf(error)));
  }, [remote, session]);
  const changeSettings = async (change: ChangeSettings): Promise<void> => {
    try {
      setAnswer(await remote.changeSettings(change));
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
  };
  return { answer, changeSettings };
}
