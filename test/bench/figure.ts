/** One measured figure: a subject at one point of a section. */
export interface Figure {
  readonly kind: 'figure';
  /** Row of the table, such as `chain` or `PNG`. */
  readonly row: string;
  /** Position on the axis of a plot, such as the number of nodes; left out where there is no axis. */
  readonly size?: number;
  /** Who was measured: `Batchwork`, a peer's name, or the lower bound. */
  readonly subject: string;
  /** Null: it did not finish; `note` says why. */
  readonly value: number | null;
  readonly unit: string;
  readonly note?: string;
}

/** A promise of the product held against what was measured. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly claim: string;
  readonly measured: string;
  readonly bar: string;
  readonly met: boolean;
}

export type Line = Figure | Verdict;

/** Name that our own figures carry. */
export const ours = 'Batchwork';

/** Tells the process that gathers the report. A section prints nothing else on standard output. */
export const tell = (line: Line): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

export const figure = (line: Omit<Figure, 'kind'>): Figure => {
  const full: Figure = { kind: 'figure', ...line };
  tell(full);
  return full;
};

export const verdict = (line: Omit<Verdict, 'kind'>): void => tell({ kind: 'verdict', ...line });
