import type { Editor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { messageOf } from '../remote/remote-error.ts';

/** Puts a run before another one in the queue, or last (null). */
export async function moveRun(
  { remote, runs, session }: Editor,
  run: string,
  before: string | null,
): Promise<void> {
  try {
    runs.setState({ queue: await remote.moveRun(run, before) });
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}

/** Moves a run by one place, up (-1) or down (1); at the ends it stays. */
export async function stepRun(editor: Editor, run: string, by: -1 | 1): Promise<void> {
  const order = editor.runs.getState().queue?.runs ?? [];
  const at = order.indexOf(run);
  const to = at + by;
  if (at === -1 || to < 0 || to >= order.length) return;
  await moveRun(editor, run, (by === -1 ? order[to] : order[to + 1]) ?? null);
}

/** Holds back all that is not bought yet, or lets it go on. */
export async function pauseQueue({ remote, runs, session }: Editor, paused: boolean): Promise<void> {
  try {
    runs.setState({ queue: await remote.pauseQueue(paused) });
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}
