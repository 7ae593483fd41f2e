/** What the placeholders of a file prefix stand for. */
export interface PrefixValues {
  /** ms since epoch, in the time zone of the machine. */
  readonly createdAt: number;
  readonly run: string;
  /** From 1. */
  readonly index: number;
  readonly seed: number | undefined;
}

/**
 * Fills `%date:yyyy-MM-dd%` (yyyy, yy, MM, dd, HH, mm, ss), `%run%`, `%index%` and `%seed%`. Other text between percent
 * signs stays as it is; a seed that nobody knows becomes `0`. Making the result a safe path is up to the output store.
 */
export function fillPrefix(prefix: string, values: PrefixValues): string {
  return prefix.replaceAll(
    /%(date(?::([^%]{1,64}))?|run|index|seed)%/g,
    (_match, name: string, pattern?: string) => {
      if (name === 'run') return values.run;
      if (name === 'index') return String(values.index);
      if (name === 'seed') return String(values.seed ?? 0);
      return formatDate(new Date(values.createdAt), pattern ?? 'yyyy-MM-dd');
    },
  );
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
