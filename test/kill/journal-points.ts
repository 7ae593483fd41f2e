/** What a process is about to do, as the fail points see it. */
export type Doing =
  | { readonly via: 'sql'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly via: 'fetch'; readonly method: string; readonly path: string }
  | { readonly via: 'file'; readonly call: 'sync' | 'rename' | 'link'; readonly path: string };

const insertsStep =
  (name: RegExp) =>
  (doing: Doing): boolean =>
    doing.via === 'sql' &&
    /insert into step\b/.test(doing.sql) &&
    doing.parameters.some((parameter) => name.test(String(parameter)));

const insertsTask =
  (kind: string) =>
  (doing: Doing): boolean =>
    doing.via === 'sql' && /insert .*into task\b/.test(doing.sql) && doing.parameters.includes(kind);

const endsTask =
  (isRoot: boolean) =>
  (doing: Doing): boolean =>
    doing.via === 'sql' &&
    /update task set state/.test(doing.sql) &&
    doing.parameters.includes('success') &&
    doing.parameters.some((parameter) => typeof parameter === 'string' && /^k\w{15}$/.test(parameter)) ===
      isRoot;

const file =
  (call: 'sync' | 'rename' | 'link', path: RegExp) =>
  (doing: Doing): boolean =>
    doing.via === 'file' && doing.call === call && path.test(doing.path);

/**
 * Every point of the way of a purchase at which something becomes certain, and how it shows from outside. The product
 * has no such points in its code: they are seen from its calls to the database, the files and the network.
 */
export const journalPoints = {
  J0: (doing: Doing) => doing.via === 'sql' && /insert .*into run_name\b/.test(doing.sql),
  J1: insertsTask('run'),
  J2: insertsTask('paid'),
  J3: insertsStep(/^intent#/),
  J4: (doing: Doing) =>
    doing.via === 'fetch' && doing.method === 'POST' && /seedream.*sequential$/.test(doing.path),
  J5: (doing: Doing) =>
    doing.via === 'sql' &&
    /insert .*into claim\b/.test(doing.sql) &&
    doing.parameters.some((parameter) => String(parameter).startsWith('job:')),
  J6: insertsStep(/^submit#/),
  J7: (doing: Doing) =>
    doing.via === 'fetch' && doing.method === 'GET' && /\/(?:status|result)$/.test(doing.path),
  J8: insertsStep(/^result:/),
  J9: file('sync', /\/staging\//),
  J10: file('rename', /\/assets\//),
  J11: file('link', /\/output\//),
  J12: insertsStep(/^(?:image:|publish#)/),
  J13: endsTask(false),
  J14: endsTask(true),
  J15: (doing: Doing) => doing.via === 'sql' && /insert .*into event\b/.test(doing.sql),
} as const satisfies Record<string, (doing: Doing) => boolean>;

export type JournalPoint = keyof typeof journalPoints;
export const allJournalPoints = Object.keys(journalPoints) as readonly JournalPoint[];
