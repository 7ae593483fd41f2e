import type { Notice, NoticeAction, SessionStore } from '../state/session-store.ts';

let lastId = 0;

/** What is told leaves by itself after so long, ms; errors stay until they are dismissed. */
const shownMs = { info: 5000, warning: 12_000 };
/** Nobody should have to hurry to take something back. */
const shownWithActionMs = 12_000;

/** Tells a person something, calmly and at the edge of the screen. The same sentence is not shown twice. */
export const notify = (session: SessionStore, tone: Notice['tone'], message: string): void =>
  tell(session, { tone, message });

/** Tells a person something and offers what can be done about it, such as taking it back. */
export const notifyWithAction = (session: SessionStore, message: string, action: NoticeAction): void =>
  tell(session, { tone: 'info', message, action });

function tell(session: SessionStore, told: Omit<Notice, 'id'>): void {
  const id = ++lastId;
  session.setState(({ notices }) => ({
    notices: [...notices.filter(({ message }) => message !== told.message), { id, ...told }].slice(-4),
  }));
  if (told.tone === 'error') return;
  const afterMs = told.action === undefined ? shownMs[told.tone] : shownWithActionMs;
  setTimeout(() => dismiss(session, id), afterMs);
}

export function dismiss(session: SessionStore, id: number): void {
  session.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
