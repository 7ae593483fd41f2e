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
  return {
    note: ({ run, name, workflowFile, createdAt }) =>
      void writer.storeNow(() => insert.run(run, name, workflowFile ?? null, createdAt)),
  };
}
