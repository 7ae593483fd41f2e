/** Lets at most `permits` bodies run at a time; the others wait in the order they came. */
export function makeSemaphore(permits: number): <T>(body: () => Promise<T>) => Promise<T> {
  let free = permits;
  const waiting: (() => void)[] = [];
  return async (body) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await body();
    } finally {
      // A permit is handed over directly, so that a newcomer cannot overtake the queue.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
