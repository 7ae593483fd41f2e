/** One table of the report; `file` is run in a process of its own. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly file: string;
  /** Flags of Node. */
  readonly flags?: readonly string[];
}

export const sections: readonly Section[] = [
  {
    id: 'engine',
    title: 'Engine, cold run',
    method:
      'Nodes that add two numbers, in a row, from one to all, and in layers. Ours is the whole run: committed, checked, planned, executed, every event told, on the durable seam in memory. A peer runs the same graph in a process of its own. Medians.',
    file: 'engine.ts',
    flags: ['--expose-gc'],
  },
  {
    id: 'import',
    title: 'Reading a workflow',
    method:
      'A workflow file of 1,000 and 10,000 nodes: bytes to checked document, and checked against the catalog. The limit is JSON.parse alone.',
    file: 'import.ts',
    flags: ['--expose-gc'],
  },
  {
    id: 'grid',
    title: 'Grid',
    method:
      'Fifteen pictures on one sheet of five columns; every program in a process of its own, wall time and the largest resident memory of that process.',
    file: 'grid.ts',
  },
  {
    id: 'save',
    title: 'From the provider to the disk',
    method:
      'Pictures served on this machine, fetched one after another through the guard, decoded in full, hashed, stored and published, everything durable; against a plain stream to disk with fsync. A full decode is the only proof that a picture is whole.',
    file: 'save.ts',
  },
  {
    id: 'cli',
    title: 'Command line',
    method: 'Whole processes, from their start to their end; the limit is `node -e 0`.',
    file: 'cli.ts',
  },
  {
    id: 'first-load',
    title: 'First load of the editor',
    method:
      'Gzip of every script and style sheet that the empty editor asks for, from the manifest of the build.',
    file: 'first-load.ts',
  },
];
