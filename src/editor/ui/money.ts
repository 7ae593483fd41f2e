/** An amount of USD as people write it; small ones keep the digits that matter. */
export function formatUsd(usd: number): string {
  const digits =
    usd === 0 || usd >= 1 ? 2 : usd >= 0.01 ? (Number.isInteger(Math.round(usd * 1e4) / 100) ? 2 : 3) : 4;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(usd);
}

/** A length of time: "0.8 s", "12 s", "3:05". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
