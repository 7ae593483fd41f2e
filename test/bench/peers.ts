import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { runProcess } from './run-process.ts';

const source = join(import.meta.dirname, 'peers');

/**
 * Installs the other programs into a cache folder outside the repository, once for each lock file, without their install
 * scripts. Answers with that folder, or undefined when the package registry cannot be reached.
 */
export async function installPeers(): Promise<string | undefined> {
  const lock = await readFile(join(source, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'batchwork-bench', version);
  const installed = await stat(join(folder, 'node_modules')).catch(() => undefined);
  if (installed === undefined) {
    process.stderr.write('Installing the programs to compare with…\n');
    const fresh = `${folder}.${process.pid}`;
    await mkdir(fresh, { recursive: true });
    await cp(source, fresh, { recursive: true });
    const { code, stderr } = await runProcess('npm', ['ci', '--ignore-scripts'], { cwd: fresh });
    if (code !== 0) {
      process.stderr.write(
        `They could not be installed, so only Batchwork is measured.\n${stderr.slice(-400)}\n`,
      );
      await rm(fresh, { recursive: true, force: true });
      return undefined;
    }
    await rename(fresh, folder);
  }
  // The scripts may be newer than what is installed.
  await cp(source, folder, { recursive: true });
  return folder;
}

export interface PeerResult {
  readonly ms: number;
  /** Largest resident memory of the process in MB, where the script tells it. */
  readonly peakMb?: number;
}

/** Runs one script of a peer in a process of its own. A string says why there is no figure. */
export async function runPeer(
  folder: string,
  script: string,
  parameters: readonly (string | number)[],
  timeoutMs: number,
): Promise<PeerResult | string> {
  const { code, stdout, stderr, timedOut } = await runProcess(
    process.execPath,
    [script, ...parameters.map(String)],
    { cwd: folder, timeoutMs, env: { ...process.env, N8N_USER_FOLDER: folder } },
  );
  if (timedOut) return `over ${timeoutMs / 1000} s`;
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{')) return reasonOf(stderr);
  const { ms, peakMb } = JSON.parse(last) as PeerResult;
  return { ms, ...(peakMb === undefined ? {} : { peakMb }) };
}

const reasonOf = (stderr: string): string =>
  /^(?:\w*Error\b.*|.*heap out of memory.*)$/m.exec(stderr)?.[0].slice(0, 60) ?? 'fails';
