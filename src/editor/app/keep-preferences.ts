import { parsePreferences, preferencesKey, type Preferences } from '../state/preferences.ts';
import type { SessionStore } from '../state/session-store.ts';

/** Changes some preferences; they are kept in the browser and hold in its other tabs too. */
export const changePreferences = (session: SessionStore, change: Partial<Preferences>): void =>
  session.setState(({ preferences }) => ({ preferences: { ...preferences, ...change } }));

/** Keeps preferences in the browser and takes over what another tab changed. Answers with a function that ends it. */
export function keepPreferences(session: SessionStore, storage: Storage): () => void {
  const unsubscribe = session.subscribe(({ preferences }, before) => {
    if (preferences === before.preferences) return;
    const text = JSON.stringify(preferences);
    if (text === storage.getItem(preferencesKey)) return;
    try {
      storage.setItem(preferencesKey, text);
    } catch {
      // A full or forbidden storage costs the memory of a taste; it holds until the page is left.
    }
  });
  const takeOver = (event: StorageEvent): void => {
    if (event.storageArea === storage && event.key === preferencesKey)
      session.setState({ preferences: parsePreferences(event.newValue) });
  };
  globalThis.addEventListener('storage', takeOver);
  return () => {
    unsubscribe();
    globalThis.removeEventListener('storage', takeOver);
  };
}
