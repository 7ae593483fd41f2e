import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = join(root, 'test/fixtures');

/** Paths of the fixtures below their folder, with `/`. */
export const listFixtures = (of: 'lint' | 'isomorphic'): string[] =>
  readdirSync(join(fixtures, of), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'));

export interface ProjectCopy {
  readonly folder: string;
  /** Runs a tool of the project in the copy, whatever its exit code, and answers with its standard output. */
  run(tool: 'oxlint' | 'tsc', ...options: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A folder laid out like the project, with its real configuration and the fixtures in place of its code. */
export async function copyProject(of: 'lint' | 'isomorphic'): Promise<ProjectCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json', 'tsconfig.isomorphic.json'])
    await cp(join(root, file), join(folder, file));
  await cp(join(fixtures, of), folder, { recursive: true });
  return {
    folder,
    run: (tool, ...options) =>
      new Promise((resolve, reject) => {
        const script = join(root, 'node_modules/.bin', tool);
        execFile(script, options, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout) => {
          // A number is an exit code: the tool ran and found something.
          if (error === null || typeof error.code === 'number') resolve(stdout);
          else reject(error);
        });
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
