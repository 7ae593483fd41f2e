const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The newest versions stay however close they lie, so that nothing that was just replaced is gone. */
const alwaysKept = 5;
/** Versions of one file that are kept at most. */
const mostKept = 20;

/** Length of the spans that versions of an age share, ms: fine for what is recent, coarse for what is old. */
const spanAt = (age: number): number => (age < hour ? 2 * minute : age < day ? 30 * minute : day);

/**
 * Which versions are kept, of times in ms, newest first. Autosave makes many; of those that fall into one span of
 * the clock the oldest stays, so that what was kept once is not pushed out by what comes after it. Ages count from
 * the newest version: the answer depends on nothing but the versions.
 */
export function keptVersions(times: readonly number[]): readonly number[] {
  const [newest = 0] = times;
  const spans = new Map<string, number>();
  for (const time of times.slice(alwaysKept)) {
    const span = spanAt(newest - time);
    spans.set(`${span}:${Math.floor(time / span)}`, time);
  }
  return [...times.slice(0, alwaysKept), ...spans.values()].toSorted((a, b) => b - a).slice(0, mostKept);
}
