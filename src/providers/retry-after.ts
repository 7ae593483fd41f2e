/** Longest wait that is believed: an hour. */
const mostMs = 3_600_000;

/**
 * Reads a Retry-After header (seconds or an HTTP date) as ms from `now`, kept between 0 and one hour. Undefined when
 * there is none or it makes no sense.
 */
export function clampRetryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(mostMs, Math.max(0, ms));
}
