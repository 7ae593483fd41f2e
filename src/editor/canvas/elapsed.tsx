import { useEffect, useState } from 'react';

import { formatDuration } from '../ui/money.ts';

/** Time since a moment (ms since epoch), counting by the second. */
export function Elapsed({ since }: { readonly since: number | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (since === undefined) return null;
  const seconds = Math.floor(Math.max(0, now - since) / 1000);
  return <time>{seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000)}</time>;
}
