/** Runs tasks one after another, in the order in which they came; each caller gets its own result or error. */
export type SerialQueue = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** An empty queue; a task that fails does not hold up the next. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}
