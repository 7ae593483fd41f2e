import type { Notice, SessionStore } from '../state/session-store.ts';

let lastId = 0;

/** What is told leaves by itself after so long, ms; errors stay until they are dismissed. */
const shownMs = { info: 5000, warning: 12_000 };

/** Tells a person something, calmly and at the edge of the screen. The same sentence is not shown twice. */
export function notify(session: SessionStore, tone: Notice['tone'], message: string): void {
  const id = ++lastId;
  session.setState(({ notices }) => ({
    notices: [...notices.filter((notice) => notice.message !== message), { id, tone, message }].slice(-4),
  }));
  if (tone !== 'error') setTimeout(() => dismiss(session, id), shownMs[tone]);
}

export function dismiss(session: SessionStore, id: number): void {
  session.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
