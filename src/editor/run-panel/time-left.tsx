import { useEffect, useState } from 'react';

import type { Duration } from '#core/api/durations.ts';
import type { RunSnapshot } from '#core/run/snapshot.ts';

import { useRuns } from '../state/stores.ts';
import { describeLeft } from '../workflow/expected-time.ts';

interface TimeLeftProps {
  readonly run: string;
  readonly expect: (snapshot: RunSnapshot, durations: readonly Duration[], now: number) => number | undefined;
}

/** What is still expected, by the second; nothing where nobody knows. */
export function TimeLeft({ run, expect }: TimeLeftProps) {
  const snapshot = useRuns((state) => state.snapshots.get(run));
  const durations = useRuns((state) => state.durations);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = snapshot === undefined ? undefined : expect(snapshot, durations, now);
  return left === undefined ? null : <> · {describeLeft(left)}</>;
}
