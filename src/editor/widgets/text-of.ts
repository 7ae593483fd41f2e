import type { Literal } from '#core/document/schema.ts';

/** A literal as a text field shows it. */
export const textOf = (value: Literal | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
