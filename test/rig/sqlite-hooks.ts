import { DatabaseSync, StatementSync } from 'node:sqlite';

/** One call into a database, about to happen. */
export interface SqliteCall {
  readonly database: DatabaseSync;
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly method: 'run' | 'get' | 'all' | 'exec';
}

/** Decides what becomes of a call; `proceed` carries it out. */
export type Intercept = (call: SqliteCall, proceed: () => unknown) => unknown;

const statementMethods = ['run', 'get', 'all'] as const;

/**
 * Puts `intercept` around every statement of this process, so that a test can stop it before or after any write. The
 * product knows nothing of this. Answers with the function that takes it away again.
 */
export function interceptSqlite(intercept: Intercept): () => void {
  const origins = new WeakMap<object, Pick<SqliteCall, 'database' | 'sql'>>();
  const restores: (() => void)[] = [];
  const patch = (
    prototype: object,
    name: string,
    make: (original: (...parameters: unknown[]) => unknown) => (...parameters: unknown[]) => unknown,
  ): void => {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== 'function') throw new Error(`node:sqlite has no ${name}.`);
    Reflect.set(
      prototype,
      name,
      make(function proceed(this: unknown, ...parameters) {
        return Reflect.apply(original, this, parameters);
      }),
    );
    restores.push(() => void Reflect.set(prototype, name, original));
  };
  patch(
    DatabaseSync.prototype,
    'prepare',
    (original) =>
      function prepare(this: DatabaseSync, sql: unknown) {
        const statement = original.call(this, sql);
        if (statement instanceof StatementSync) origins.set(statement, { database: this, sql: String(sql) });
        return statement;
      },
  );
  patch(
    DatabaseSync.prototype,
    'exec',
    (original) =>
      function exec(this: DatabaseSync, sql: unknown) {
        return intercept({ database: this, sql: String(sql), parameters: [], method: 'exec' }, () =>
          original.call(this, sql),
        );
      },
  );
  for (const method of statementMethods)
    patch(
      StatementSync.prototype,
      method,
      (original) =>
        function call(this: StatementSync, ...parameters: unknown[]) {
          const origin = origins.get(this);
          const proceed = (): unknown => original.apply(this, parameters);
          return origin === undefined ? proceed() : intercept({ ...origin, parameters, method }, proceed);
        },
    );
  return () => {
    for (const restore of restores.toReversed()) restore();
  };
}
