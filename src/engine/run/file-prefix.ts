/** What the placeholders of a file prefix stand for. */
export interface PrefixValues {
  /** ms since epoch, in the time zone of the machine. */
  readonly createdAt: number;
  readonly run: string;
  /** From 1. */
  readonly index: number;
  readonly seed: number | undefined;
}

/** Something between percent signs that looks like a placeholder; what follows a colon is its pattern. */
const placeholder = /%([A-Za-z](?:[\w .-]*\w)?)(?::([^%]{1,64}))?%/g;

/**
 * Fills `%date:yyyy-MM-dd%` (yyyy, yy, MM, dd, HH, mm, ss), `%run%`, `%index%` and `%seed%`. A placeholder that nobody
 * knows stays whole, and its percent signs belong to it; a seed that nobody knows becomes `0`. Making the result a safe
 * path is up to the output store.
 */
export function fillPrefix(prefix: string, values: PrefixValues): string {
  return prefix.replaceAll(placeholder, (whole, name: string, pattern?: string) => {
    if (name === 'date') return formatDate(new Date(values.createdAt), pattern ?? 'yyyy-MM-dd');
    if (pattern !== undefined) return whole;
    if (name === 'run') return values.run;
    if (name === 'index') return String(values.index);
    return name === 'seed' ? String(values.seed ?? 0) : whole;
  });
}

function formatDate(date: Date, pattern: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const fields: Record<string, string> = {
    yyyy: String(date.getFullYear()),
    yy: two(date.getFullYear() % 100),
    MM: two(date.getMonth() + 1),
    dd: two(date.getDate()),
    HH: two(date.getHours()),
    hh: two(date.getHours()),
    mm: two(date.getMinutes()),
    ss: two(date.getSeconds()),
  };
  return pattern.replaceAll(/yyyy|yy|MM|dd|HH|hh|mm|ss/g, (field) => fields[field] ?? field);
}
