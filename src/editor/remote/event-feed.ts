import { socketMessageSchema, type SocketMessage } from '#core/api/events.ts';
import { routes } from '#core/api/routes.ts';

export interface EventFeedListener {
  /** The connection stands; `resumed` when the feed goes on without a gap after the last event. */
  connected(resumed: boolean): void;
  message(message: Exclude<SocketMessage, { type: 'hello' }>): void;
  disconnected(): void;
}

/** Waiting times between attempts, ms; the last one repeats. */
const backoffMs = [250, 500, 1000, 2000, 4000, 8000] as const;

/**
 * Follows the events of all runs over one WebSocket, and comes back after every loss, from the last event on.
 * Answers with a function that ends it.
 */
export function followEvents(listener: EventFeedListener): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let lastSeq: number | undefined;
  let ended = false;

  const open = (): void => {
    timer = undefined;
    const url = new URL(routes.events, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    if (lastSeq !== undefined) url.searchParams.set('after', String(lastSeq));
    const resumed = lastSeq !== undefined;
    const current = new WebSocket(url);
    socket = current;
    current.addEventListener('message', ({ data }) => {
      if (socket === current && typeof data === 'string') receive(data, resumed);
    });
    // An error is always followed by a close.
    current.addEventListener('close', () => {
      if (socket === current) lose();
    });
  };

  const receive = (data: string, resumed: boolean): void => {
    const parsed = socketMessageSchema.safeParse(parse(data));
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === 'hello') {
      attempts = 0;
      // A journal that is behind what was seen is another one: start over.
      const sameJournal = resumed && message.seq >= (lastSeq ?? 0);
      lastSeq = sameJournal ? lastSeq : message.seq;
      listener.connected(sameJournal);
      return;
    }
    if (message.type === 'events') lastSeq = message.events.at(-1)?.seq ?? lastSeq;
    listener.message(message);
  };

  const lose = (): void => {
    socket = undefined;
    if (ended) return;
    listener.disconnected();
    const wait = backoffMs[Math.min(attempts, backoffMs.length - 1)] ?? 8000;
    attempts += 1;
    timer = setTimeout(open, wait);
  };

  const openAtOnce = (): void => {
    if (socket !== undefined || ended) return;
    clearTimeout(timer);
    open();
  };

  globalThis.addEventListener('online', openAtOnce);
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    globalThis.removeEventListener('online', openAtOnce);
    socket?.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
