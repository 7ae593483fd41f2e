import type { DatabaseSync } from 'node:sqlite';

import type { JournalWriter } from './writer.ts';

/** What a run is called, for lists that must not read its whole workflow. */
export interface RunName {
  readonly run: string;
  readonly name: string;
  readonly workflowFile: string | undefined;
  /** ms since epoch. */
  readonly createdAt: number;
}

export interface RunNames {
  /** Written before the run itself; a name without a run harms nobody. Throws JournalUnavailableError. */
  note(name: RunName): void;
  read(run: string): RunName | undefined;
}

export function createRunNames({
  database,
  writer,
}: {
  database: DatabaseSync;
  writer: JournalWriter;
}): RunNames {
  const insert = database.prepare(
    'insert or ignore into run_name (run, name, workflow_file, created) values (?, ?, ?, ?)',
  );
  const get = database.prepare('select name, workflow_file, created from run_name where run = ?');
  return {
    read: (run) => {
      const row = get.get(run);
      if (row === undefined) return undefined;
      const { name, workflow_file: file, created } = row;
      return {
        run,
        name: String(name),
        workflowFile: typeof file === 'string' ? file : undefined,
        createdAt: Number(created),
      };
    },
    note: ({ run, name, workflowFile, createdAt }) =>
      void writer.storeNow(() => insert.run(run, name, workflowFile ?? null, createdAt)),
  };
}
