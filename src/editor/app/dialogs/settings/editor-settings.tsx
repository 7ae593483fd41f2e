import type { Preferences } from '../../../state/preferences.ts';
import { useSession, useStores } from '../../../state/stores.ts';
import { changePreferences } from '../../keep-preferences.ts';
import { notify } from '../../notices.ts';
import { ChoiceSetting, SwitchSetting } from './setting-fields.tsx';
import { useServerSettings } from './use-server-settings.ts';

/** The preferences, and a way to change them at once. */
function usePreferences() {
  const { session } = useStores();
  const preferences = useSession((state) => state.preferences);
  const change = (changed: Partial<Preferences>): void => changePreferences(session, changed);
  return { preferences, change, session };
}

export function AppearanceSettings() {
  const { preferences, change } = usePreferences();
  return (
    <ChoiceSetting
      title="Colours"
      value={preferences.theme}
      choices={[
        { value: 'system', title: 'As the system' },
        { value: 'dark', title: 'Dark' },
        { value: 'light', title: 'Light' },
      ]}
      onChange={(theme) => change({ theme })}
    />
  );
}

export function CanvasSettings() {
  const { preferences, change } = usePreferences();
  return (
    <>
      <ChoiceSetting
        title="Wheel"
        help="With a trackpad, two fingers move the canvas and a pinch zooms."
        value={preferences.wheel}
        choices={[
          { value: 'zoom', title: 'Mouse: zooms' },
          { value: 'pan', title: 'Trackpad: moves' },
        ]}
        onChange={(wheel) => change({ wheel })}
      />
      <SwitchSetting
        title="Snap to the grid"
        help="Nodes that are moved stay on steps of 8 px."
        value={preferences.snap}
        onChange={(snap) => change({ snap })}
      />
      <SwitchSetting
        title="Helper lines"
        help="Show where a node is level with another while it is dragged."
        value={preferences.helperLines}
        onChange={(helperLines) => change({ helperLines })}
      />
      <SwitchSetting
        title="Minimap"
        value={preferences.minimap}
        onChange={(minimap) => change({ minimap })}
      />
    </>
  );
}

export function FileSettings() {
  const { preferences, change, session } = usePreferences();
  const { answer, changeSettings } = useServerSettings();
  const embedVariable = answer?.fromEnvironment.embedWorkflow;
  const askToNotify = async (wanted: boolean): Promise<void> => {
    // Only a press may ask for this; a browser that said no once is not asked again.
    const granted = wanted && 'Notification' in globalThis && (await Notification.requestPermission());
    if (wanted && granted !== 'granted')
      notify(session, 'warning', 'The browser does not allow notifications for this page.');
    change({ notifications: wanted && granted === 'granted' });
  };
  return (
    <>
      <SwitchSetting
        title="Save by itself"
        help="A workflow that has a file is written to it shortly after each edit. Earlier versions are kept."
        value={preferences.autosave}
        onChange={(autosave) => change({ autosave })}
      />
      {answer !== undefined && (
        <SwitchSetting
          title="Images carry their workflow"
          help={
            embedVariable === undefined
              ? 'Whoever has a saved image can open the workflow that made it, prompts included.'
              : `Set by ${embedVariable} in the environment.`
          }
          value={answer.settings.embedWorkflow}
          disabled={embedVariable !== undefined}
          onChange={(embedWorkflow) => void changeSettings({ embedWorkflow })}
        />
      )}
      <SwitchSetting
        title="Desktop notification when a run ends"
        value={preferences.notifications}
        onChange={(wanted) => void askToNotify(wanted)}
      />
    </>
  );
}
