import { keptWindows } from '../state/kept-tabs.ts';

const nameKey = 'batchwork.window';
const lockOf = (window: string): string => `batchwork.window.${window}`;
/** How long the page that is left may need to let go of its lock on a reload, ms. */
const reloadMs = 1000;

/** This window's name, and the windows whose tabs it shows from now on. */
export interface ClaimedWindow {
  readonly window: string;
  readonly adopted: readonly string[];
}

/**
 * Finds out which window of the browser this is. After a reload it is the one it was; a new one takes over the tabs
 * of all windows that are gone. A lock, held as long as the page lives, keeps two windows from sharing tabs.
 */
export async function claimWindow(
  places: { tab: Storage; shared: Storage },
  newId: () => string,
): Promise<ClaimedWindow> {
  const { tab, shared } = places;
  const former = tab.getItem(nameKey);
  const kept = keptWindows(shared);
  const begin = async (adopted: readonly string[]): Promise<ClaimedWindow> => {
    const window = newId();
    await hold(window);
    tab.setItem(nameKey, window);
    return { window, adopted };
  };
  if (former !== null && (await hold(former))) return { window: former, adopted: [former] };
  if (former !== null) return begin([]);
  const living = await livingWindows(kept);
  return begin(kept.filter((window) => !living.has(window)));
}

/** Holds the window's lock until the page is gone; false when another page has it. Without locks everything is granted. */
async function hold(window: string): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return true;
  return new Promise((resolve) => {
    locks
      .request(lockOf(window), { signal: AbortSignal.timeout(reloadMs) }, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** Where the browser knows no locks, as on plain HTTP from another machine, nobody can tell: all may live. */
async function livingWindows(kept: readonly string[]): Promise<ReadonlySet<string>> {
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return new Set(kept.slice(0, -1));
  const { held = [] } = await locks.query();
  return new Set(kept.filter((window) => held.some(({ name }) => name === lockOf(window))));
}
