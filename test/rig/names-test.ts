const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Whether a source holds a test of this name: as the first word of `test(…)`, of the call after `test.each(…)`, or of
 * a row of such a table.
 */
export function namesTest(source: string, name: string): boolean {
  const code = source
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('//'))
    .join('\n');
  const quoted = `(['"\`])${escape(name)}\\1`;
  const call = String.raw`\b(?:test|it)(?:\.\w+)*(?:<[^(]*>)?\(\s*${quoted}`;
  const afterTable = String.raw`\)\(\s*${quoted}`;
  const row = String.raw`\[\s*${quoted}`;
  const listed = String.raw`test\.\w+\(\[[^\]]*${quoted}`;
  return [call, afterTable, row, listed].some((pattern) => new RegExp(pattern).test(code));
}
