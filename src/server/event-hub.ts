import type { SocketMessage } from '#core/api/events.ts';
import type { DurableEngine } from '#core/durable/seam.ts';
import type { RunEvent } from '#core/run/event.ts';

/** Live messages for every connected editor, each written as JSON once for all of them. */
export interface EventHub {
  /** Seq of the newest event handed to listeners. */
  lastSeq(): number;
  subscribe(listener: (batch: HubBatch) => void): () => void;
  /** Tells everyone something that is no run event. */
  announce(message: Exclude<SocketMessage, { type: 'events' | 'hello' }>): void;
  close(): void;
}

export interface HubBatch {
  /** Empty for an announcement. */
  readonly events: readonly RunEvent[];
  readonly text: string;
}

/** ms that events are gathered before they go out: a burst becomes one message, and nobody sees the delay. */
const gatherMs = 20;

export const writeMessage = (message: SocketMessage): string => JSON.stringify(message);

/** Follows the journal from now on. */
export async function openEventHub(durable: DurableEngine): Promise<EventHub> {
  const listeners = new Set<(batch: HubBatch) => void>();
  const controller = new AbortController();
  let seq = await durable.lastSeq();
  let gathered: RunEvent[] = [];
  let timer: NodeJS.Timeout | undefined;

  const tell = (batch: HubBatch): void => {
    for (const listener of listeners) listener(batch);
  };
  const flush = (): void => {
    timer = undefined;
    const events = gathered;
    gathered = [];
    seq = events.at(-1)?.seq ?? seq;
    if (listeners.size > 0) tell({ events, text: writeMessage({ type: 'events', events }) });
  };

  async function follow(): Promise<void> {
    for await (const event of durable.events(undefined, seq, controller.signal)) {
      gathered.push(event);
      timer ??= setTimeout(flush, gatherMs);
    }
  }
  follow().catch((error: unknown) => {
    if (!controller.signal.aborted) console.error('The stream of events broke off.', error);
  });

  return {
    lastSeq: () => seq,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    announce: (message) => tell({ events: [], text: writeMessage(message) }),
    close() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
