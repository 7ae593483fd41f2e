/** The submits that are under way. */
export interface Sends {
  /** Runs a submit, so that `close` and `quiet` know of it. */
  submit<T>(bodyHash: string, send: () => Promise<T>): Promise<T>;
  /** Resolves when no submit with this body is under way. */
  quiet(bodyHash: string): Promise<void>;
  /** From now on nothing is submitted; resolves when the answers of those under way are in. */
  close(): Promise<void>;
  isClosed(): boolean;
}

export function createSends(): Sends {
  const sending = new Map<Promise<unknown>, string>();
  let closed = false;
  return {
    isClosed: () => closed,
    submit: async (bodyHash, send) => {
      if (closed) return new Promise(() => {});
      const answer = send();
      sending.set(answer, bodyHash);
      try {
        return await answer;
      } finally {
        sending.delete(answer);
      }
    },
    quiet: async (bodyHash) => {
      const same = [...sending].filter(([, hash]) => hash === bodyHash).map(([answer]) => answer);
      await Promise.allSettled(same);
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(sending.keys());
    },
  };
}
