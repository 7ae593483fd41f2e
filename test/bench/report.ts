import { cpus, totalmem, type } from 'node:os';

import type { Figure, Line, Verdict } from './figure.ts';
import { plot } from './plot.ts';
import type { Section } from './sections.ts';

export interface Measured {
  readonly section: Section;
  readonly lines: readonly Line[];
  /** What a section said that broke off. */
  readonly trouble?: string;
}

const figuresOf = (lines: readonly Line[]): Figure[] => lines.filter((line) => line.kind === 'figure');
const verdictsOf = (lines: readonly Line[]): Verdict[] => lines.filter((line) => line.kind === 'verdict');

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** One line a subject and unit, one column a row and size; ratios to the limit stand behind. */
function tableOf(lines: readonly Line[]): string[][] {
  const figures = figuresOf(lines);
  const columnOf = ({ row, size }: Figure): string =>
    size === undefined ? row : `${row} ${size.toLocaleString('en')}`;
  const columns = [...new Set(figures.map(columnOf))];
  const subjects = [...new Set(figures.map(({ subject, unit }) => `${subject}, ${unit}`))];
  const cell = (subject: string, column: string): string => {
    const found = figures.find(
      (each) => `${each.subject}, ${each.unit}` === subject && columnOf(each) === column,
    );
    if (found === undefined) return '–';
    if (found.value === null) return found.note ?? '–';
    const base = figures.find(
      (each) => each.subject.includes('(limit)') && each.unit === found.unit && columnOf(each) === column,
    );
    const ratio =
      base?.value === undefined || base.value === null || base === found
        ? ''
        : ` (${number(found.value / base.value)} ×)`;
    return `${number(found.value)}${ratio}`;
  };
  return [
    ['', ...columns],
    ...subjects.map((subject) => [subject, ...columns.map((column) => cell(subject, column))]),
  ];
}

function padded(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

const judged = ({ claim, measured, bar, met }: Verdict): string =>
  `${met ? 'met   ' : 'MISSED'}  ${claim}: ${measured} (${bar})`;

/** A section for the terminal. */
export const printSection = ({ section, lines, trouble }: Measured): string =>
  [
    `\n${section.title}`,
    section.method,
    '',
    padded(tableOf(lines)),
    '',
    ...verdictsOf(lines).map(judged),
    ...(trouble === undefined ? [] : [`This section broke off: ${trouble}`]),
  ].join('\n');

const markdownTable = (rows: readonly (readonly string[])[]): string =>
  rows
    .flatMap((row, at) => [
      `| ${row.join(' | ')} |`,
      ...(at === 0 ? [`|${row.map((_, column) => (column === 0 ? ' --- ' : ' ---: ')).join('|')}|`] : []),
    ])
    .join('\n');

/** The report as Markdown, and a plot for every section whose figures have an axis. */
export function renderReport(measured: readonly Measured[]): { name: string; text: string }[] {
  const [cpu] = cpus();
  const verdicts = measured.flatMap(({ lines }) => verdictsOf(lines));
  const plots = measured.flatMap(({ section, lines }) =>
    [...new Set(figuresOf(lines).map(({ row }) => row))].flatMap((row) => {
      const figures = figuresOf(lines).filter((each) => each.row === row);
      const text = plot(`${section.title}: ${row}`, figures);
      return text === undefined ? [] : [{ section: section.id, row, name: `${section.id}-${row}.svg`, text }];
    }),
  );
  const text = [
    '# Benchmarks',
    '',
    `${new Date().toISOString().slice(0, 10)}, ${type()}, ${cpus().length} × ${cpu?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}. Absolute times belong to this machine; compare the ratios.`,
    '',
    markdownTable([
      ['Claim', 'Measured', 'Bar', 'Met'],
      ...verdicts.map(({ claim, measured: value, bar, met }) => [claim, value, bar, met ? 'yes' : '**no**']),
    ]),
    ...measured.flatMap(({ section, lines, trouble }) => [
      '',
      `## ${section.title}`,
      '',
      section.method,
      '',
      markdownTable(tableOf(lines)),
      ...plots
        .filter((each) => each.section === section.id)
        .flatMap(({ row, name }) => ['', `![${section.title}, ${row}](${name})`]),
      ...(trouble === undefined ? [] : ['', `This section broke off: \`${trouble}\``]),
    ]),
    '',
  ].join('\n');
  return [{ name: 'report.md', text }, ...plots];
}
