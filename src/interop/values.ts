import type { Literal } from '#core/document/schema.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of a record, own properties only, so that `__proto__` and `constructor` are ordinary names. */
export const fieldOf = (record: unknown, name: string): unknown =>
  isRecord(record) && Object.hasOwn(record, name) ? record[name] : undefined;

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Finite numbers, and texts that spell one, as old files have them. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The value as a literal of a document; undefined where it is no JSON. Walks without recursion. */
export const literalOf = (value: unknown): Literal | undefined =>
  typeof value === 'number' && !Number.isFinite(value) ? null : isJson(value) ? value : undefined;

function isJson(value: unknown): value is Literal {
  if (typeof value !== 'object' || value === null) return isPlain(value);
  const stack: object[] = [value];
  for (let current = stack.pop(); current !== undefined; current = stack.pop())
    for (const element of Array.isArray(current) ? (current as unknown[]) : Object.values(current))
      if (typeof element === 'object' && element !== null) stack.push(element);
      else if (!isPlain(element)) return false;
  return true;
}

const isPlain = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

/** Whether two JSON values are the same; the order of keys does not count. Walks without recursion. */
export function sameJson(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair;
    if (Object.is(left, right) || (left === 0 && right === 0)) continue;
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length !== right.length) return false;
      for (const [index, element] of left.entries()) pairs.push([element, right[index]]);
      continue;
    }
    if (!isRecord(left) || !isRecord(right)) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(right, key)) return false;
      pairs.push([left[key], right[key]]);
    }
  }
  return true;
}
