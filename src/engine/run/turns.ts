/** Things that are done one after the other, in the order in which they were asked for. */
export interface Turns {
  /** Resolves, or rejects, as `body` does when its turn has come. */
  take<T>(body: () => Promise<T>): Promise<T>;
  /** From now on nothing more begins; resolves when what is under way has ended. */
  close(): Promise<void>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    take: (body) => {
      const mine = last.then(() => {
        if (closed) throw new Error('The node has ended.');
        return body();
      });
      last = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      closed = true;
      await last;
    },
  };
}
