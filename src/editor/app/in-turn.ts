/** Does a task after all earlier ones of the same name have ended, however they ended. */
export type InTurn = <T>(name: string, task: () => Promise<T>) => Promise<T>;

export function makeTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(task, task);
    last.set(name, turn);
    const forget = (): void => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  };
}
