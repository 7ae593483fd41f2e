import type { Clock } from '#core/run/capabilities.ts';

/** Values that stay good for a while. */
export interface TimedCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

const maxEntries = 500;

/** An empty cache of at most 500 values, each good for `lifeMs`. */
export function createTimedCache<Value>(clock: Clock, lifeMs: number): TimedCache<Value> {
  const entries = new Map<string, { value: Value; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      return entry !== undefined && clock.now() < entry.until ? entry.value : undefined;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, until: clock.now() + lifeMs });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
  };
}
