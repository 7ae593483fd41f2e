/** An id near `wanted` that is not taken: `prompt`, `prompt-2`, `prompt-3`, … Readable ids make readable files. */
export function uniqueId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const stem = wanted.replace(/-\d+$/, '');
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The id stem of a node type: `SequentialGenerate` becomes `sequential-generate`. Also the rule for node file names. */
export const kebabCase = (type: string): string =>
  type
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
