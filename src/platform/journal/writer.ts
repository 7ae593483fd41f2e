import type { Clock } from '#core/run/capabilities.ts';

/** Whether the journal takes writes. `full`: waits for room. `suspect`: nothing is written any more. */
export type JournalHealth =
  | { readonly state: 'ok' }
  | { readonly state: 'full' | 'suspect'; readonly message: string };

/** The journal cannot be written at the moment; nothing was changed. */
export class JournalUnavailableError extends Error {
  override readonly name = 'JournalUnavailableError';
}

/** Every write of the journal. What cannot be stored is not done: no task goes on from what nobody will know later. */
export interface JournalWriter {
  /**
   * Stores, and resolves when it is on disk. While the disk has no room it tries again and again; once the journal is
   * suspect or stopped it never resolves, so that the next process finds what was before.
   */
  store<T>(write: () => T): Promise<T>;
  /** Stores for somebody who waits for the answer. Throws JournalUnavailableError. */
  storeNow<T>(write: () => T): T;
  health(): JournalHealth;
  /** From now on nothing is stored: what was read is not what was written. */
  condemn(error: unknown): void;
  /** Told when writes stop, and when they go on. */
  subscribe(listener: (health: JournalHealth) => void): void;
  /** Whether anything may be written or begun. */
  isStopped(): boolean;
  stop(): void;
}

export interface WriterOptions {
  readonly clock: Clock;
  /** Called once when nothing is stored any more, with a sentence. */
  readonly onFatal: (message: string) => void;
  /** `fail`: a disk without room counts as broken after a few seconds. */
  readonly patience?: 'wait' | 'fail';
}

/** Result codes of SQLite that pass when there is room, or when the folder may be written again. */
const passing: ReadonlyMap<number, string> = new Map([
  [8, 'The data folder may not be written.'],
  [13, 'The disk of the data folder is full.'],
  [14, 'The journal cannot be opened for writing.'],
]);

const retryMs = 1_000;
const impatientTries = 5;

const never = <T>(): Promise<T> => new Promise<T>(() => {});

const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : 0;

export function createWriter({ clock, onFatal, patience = 'wait' }: WriterOptions): JournalWriter {
  let health: JournalHealth = { state: 'ok' };
  let stopped = false;
  const listeners = new Set<(health: JournalHealth) => void>();
  const become = (next: JournalHealth): void => {
    const changed = next.state !== health.state;
    health = next;
    if (changed) for (const listener of listeners) listener(next);
  };
  /** True when it may be tried again. */
  const judge = (error: unknown, tries: number): boolean => {
    const passes = passing.get(codeOf(error));
    if (passes !== undefined) become({ state: 'full', message: passes });
    if (passes !== undefined && (patience === 'wait' || tries < impatientTries)) return true;
    // A failed sync may have lost what it was to keep, and a second one would not tell: this journal is not to be
    // trusted before it was read anew.
    const reason = passes ?? `It says: ${error instanceof Error ? error.message : String(error)}.`;
    const message = `The journal cannot be written. ${reason} Nothing new is bought; what was bought is kept. Mend it and start Batchwork again.`;
    become({ state: 'suspect', message });
    stopped = true;
    onFatal(message);
    return false;
  };
  const attempt = <T>(write: () => T): { value: T } | { error: unknown } => {
    try {
      const value = write();
      become({ state: 'ok' });
      return { value };
    } catch (error) {
      return { error };
    }
  };
  return {
    health: () => health,
    condemn: (error) => {
      if (!stopped) judge(error, impatientTries);
    },
    subscribe: (listener) => void listeners.add(listener),
    isStopped: () => stopped,
    stop: () => {
      stopped = true;
    },
    store: async (write) => {
      for (let tries = 1; ; tries += 1) {
        if (stopped) return never();
        const result = attempt(write);
        if ('value' in result) return result.value;
        if (!judge(result.error, tries)) return never();
        await clock.sleep(retryMs);
      }
    },
    storeNow: (write) => {
      if (!stopped) {
        const result = attempt(write);
        if ('value' in result) return result.value;
        judge(result.error, 1);
      }
      throw new JournalUnavailableError(health.state === 'ok' ? 'Batchwork is closing.' : health.message);
    },
  };
}
