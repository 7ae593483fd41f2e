import { crc32 } from 'node:zlib';

/** The journal does not hold what was written into it. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
}

/** Checksum of a row: SQLite itself would not notice a flipped byte in a text. */
export const checksumOf = (...parts: readonly unknown[]): number => crc32(parts.map(String).join('\u0000'));

/** Throws JournalDamagedError when the row is not what was written. Rows of older versions have no checksum. */
export function requireSound(sum: unknown, ...parts: readonly unknown[]): void {
  if (sum !== null && sum !== undefined && Number(sum) !== checksumOf(...parts))
    throw new JournalDamagedError('A row of the journal is not what was written into it.');
}
