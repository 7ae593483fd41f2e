import { spawnSync } from 'node:child_process';

/** Whether this machine lets a test watch and disturb the system calls of its children. */
export const canTrace = (): boolean =>
  process.platform === 'linux' && spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0;

/** One system call that has ended. */
export interface SystemCall {
  /** ms since epoch. */
  readonly at: number;
  readonly name: string;
  /** Text between the parentheses, hexadecimal strings and all. */
  readonly parameters: string;
  /** What it returned; negative for an error. */
  readonly result: number;
}

/** Options that make strace record what `readTrace` reads. */
export const recordOptions = (file: string, calls: string): string[] => [
  ...['-f', '-qq', '-y', '-ttt', '-xx', '-s', '100000000', '-o', file],
  ...['-e', `trace=${calls}`, '-e', 'signal=none'],
];

const line = /^(\d+) +(\d+\.\d+) (.*)$/s;
const whole = /^(\w+)\((.*)\) += (-?\d+)/s;

/** Reads a recording; a call that another thread interrupted is put together again, at the time of its end. */
export function readTrace(text: string): SystemCall[] {
  const open = new Map<string, string>();
  return text.split('\n').flatMap((each): SystemCall[] => {
    const [, thread = '', seconds = '', said = ''] = line.exec(each) ?? [];
    if (said.endsWith('<unfinished ...>')) {
      open.set(thread, said.slice(0, -'<unfinished ...>'.length).trimEnd());
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(said);
    const [, name = '', parameters = '', result = '-1'] =
      whole.exec(resumed === null ? said : `${open.get(thread) ?? ''}${resumed[1] ?? ''}`) ?? [];
    return name === '' ? [] : [{ at: Number(seconds) * 1000, name, parameters, result: Number(result) }];
  });
}

/** The bytes of a string as strace -xx writes it. */
export const bytesOf = (hexadecimal: string): Buffer => Buffer.from(hexadecimal.replaceAll('\\x', ''), 'hex');

/** All quoted strings among the parameters of a call. */
export const stringsIn = (parameters: string): Buffer[] =>
  [...parameters.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text = '']) => bytesOf(text));

/** The path of the descriptor that a call begins with. */
export function pathIn(parameters: string): string {
  const [, path = ''] = /^-?\w+<([^>]*)>/.exec(parameters) ?? [];
  return path.includes('\\x') ? bytesOf(path).toString() : path;
}
