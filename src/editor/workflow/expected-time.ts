import type { Duration } from '#core/api/durations.ts';
import type { RunSnapshot, StepSnapshot } from '#core/run/snapshot.ts';

interface Purchase {
  readonly provider: string;
  readonly resolution: string;
  readonly count: number;
}

/** How long a purchase took of late: the same one's median, else of the same number of images, else of that provider. */
export function expectedPurchaseMs(
  durations: readonly Duration[],
  { provider, resolution, count }: Purchase,
): number | undefined {
  const ofProvider = durations.filter((each) => each.provider === provider);
  const ofCount = ofProvider.filter((each) => each.count === count);
  const best = ofCount.find((each) => each.resolution === resolution) ?? mostSampled(ofCount);
  return (best ?? mostSampled(ofProvider))?.medianMs;
}

const mostSampled = (durations: readonly Duration[]): Duration | undefined =>
  durations.toSorted((a, b) => b.samples - a.samples)[0];

/**
 * Time that a running step still needs, ms, by how long such purchases took before; undefined when nothing is known.
 * As many go on side by side as do now.
 */
export function stepLeftMs(
  step: StepSnapshot,
  durations: readonly Duration[],
  now: number,
): number | undefined {
  const [request] = step.requests.values();
  if (step.state !== 'running' || request === undefined) return undefined;
  const each = expectedPurchaseMs(durations, request);
  if (each === undefined) return undefined;
  const active = [...step.jobs.values()];
  const underWay = active.map(({ attempt, asked, delivered }) => {
    const sent = step.submits.get(attempt)?.at ?? now;
    const share = asked === undefined || asked === 0 ? 0 : (delivered ?? 0) / asked;
    return Math.max(0, Math.min(each * (1 - share), sent + each - now));
  });
  const waiting = Math.max(0, (step.executions ?? 0) - step.ended - active.length);
  const rounds = Math.ceil(waiting / Math.max(1, active.length));
  return Math.max(0, ...underWay) + rounds * each;
}

/** Time that the buying steps under way still need, ms; undefined when nothing is known of any of them. */
export function runLeftMs(
  { steps }: RunSnapshot,
  durations: readonly Duration[],
  now: number,
): number | undefined {
  const known = [...steps.values()]
    .map((step) => stepLeftMs(step, durations, now))
    .filter((ms) => ms !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** "about 20 s left", coarse on purpose; "nearly done" when it should have ended by now. */
export function describeLeft(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 2) return 'nearly done';
  if (seconds < 20) return `about ${seconds} s left`;
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}
