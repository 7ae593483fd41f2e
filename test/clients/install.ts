import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    clientsFolder: string;
  }
}

/** Not beside the tests: a package.json there would take their imports over. */
const packages = fileURLToPath(new URL('../fixtures/clients', import.meta.url));
const files = ['package.json', 'package-lock.json'];

/**
 * Installs the packages of `test/fixtures/clients/package.json` outside the checkout, once for each state of its lock file. They
 * bring two hundred packages of their own along, which the product should not carry.
 */
export async function setup(project: TestProject): Promise<void> {
  const lock = createHash('sha256');
  for (const file of files) lock.update(await readFile(join(packages, file)));
  const folder = join(tmpdir(), `batchwork-clients-${lock.digest('hex').slice(0, 16)}`);
  const known = await stat(folder).catch(() => undefined);
  if (known === undefined) await install(folder);
  project.provide('clientsFolder', folder);
}

async function install(folder: string): Promise<void> {
  const staged = await mkdtemp(join(tmpdir(), 'batchwork-clients-new-'));
  try {
    for (const file of files) await cp(join(packages, file), join(staged, file));
    await cp(fileURLToPath(new URL('../../.npmrc', import.meta.url)), join(staged, '.npmrc'));
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: staged,
      shell: process.platform === 'win32',
    });
    // Whole or not at all; whoever was faster is as good.
    await rename(staged, folder).catch(async (error: unknown) => {
      if ((await stat(folder).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}
