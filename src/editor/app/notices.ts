import type { Notice, SessionStore } from '../state/session-store.ts';

let lastId = 0;

/** Information leaves by itself after so long, ms; trouble stays until it is dismissed. */
const infoMs = 5000;

/** Tells a person something, calmly and at the edge of the screen. The same sentence is not shown twice. */
export function notify(session: SessionStore, tone: Notice['tone'], message: string): void {
  const id = ++lastId;
  session.setState(({ notices }) => ({
    notices: [...notices.filter((notice) => notice.message !== message), { id, tone, message }].slice(-4),
  }));
  if (tone === 'info') setTimeout(() => dismiss(session, id), infoMs);
}

export function dismiss(session: SessionStore, id: number): void {
  session.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
