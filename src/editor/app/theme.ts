import type { SessionStore, Theme } from '../state/session-store.ts';

const key = 'batchwork.theme';
const isTheme = (value: string | null): value is Theme =>
  value === 'system' || value === 'light' || value === 'dark';

export function readTheme(storage: Storage): Theme {
  const value = storage.getItem(key);
  return isTheme(value) ? value : 'system';
}

/** Keeps the page's colours in step with the choice and, for `system`, with the system. Answers with a function that ends it. */
export function followTheme(session: SessionStore, storage: Storage): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (): void => {
    const { theme } = session.getState();
    const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset['theme'] = shown;
  };
  const unsubscribe = session.subscribe((state, before) => {
    if (state.theme === before.theme) return;
    storage.setItem(key, state.theme);
    paint();
  });
  dark.addEventListener('change', paint);
  paint();
  return () => {
    unsubscribe();
    dark.removeEventListener('change', paint);
  };
}
