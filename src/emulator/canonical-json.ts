import { hash } from 'node:crypto';

/** JSON text with keys sorted at every level: equal for equal values, whatever their key order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${entries.join(',')}}`;
}

/** Lower-case hex SHA-256 of text or bytes. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** The value with every string beyond 1,000 characters (inlined images) replaced by its length and hash. */
export function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > 1000 ? `<${value.length} characters, sha256 ${sha256(value)}>` : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shortened(member)]));
}
