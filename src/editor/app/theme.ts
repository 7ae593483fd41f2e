import type { SessionStore } from '../state/session-store.ts';

/** Keeps the page's colours in step with the choice and, for `system`, with the system. Answers with a function that ends it. */
export function followTheme(session: SessionStore): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (): void => {
    const { theme } = session.getState().preferences;
    const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    document.documentElement.dataset['theme'] = shown;
  };
  const unsubscribe = session.subscribe((state, before) => {
    if (state.preferences.theme !== before.preferences.theme) paint();
  });
  dark.addEventListener('change', paint);
  paint();
  return () => {
    unsubscribe();
    dark.removeEventListener('change', paint);
  };
}
