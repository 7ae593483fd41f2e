#!/usr/bin/env node
// The launcher. Plain JavaScript that any Node can read: it only makes sure that the pinned Node runs the rest.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const pinnedMajor = 26;
const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const pinned = fileURLToPath(
  new URL(
    process.platform === 'win32' ? '../../../node_modules/.bin/node.cmd' : '../../../node_modules/.bin/node',
    import.meta.url,
  ),
);

if (Number.parseInt(process.versions.node, 10) >= pinnedMajor) {
  nodeModule.enableCompileCache?.();
  await import('../main.ts');
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
} else {
  process.stderr.write(
    `Batchwork needs Node ${pinnedMajor}. Run "npm ci" in its folder, which installs the right one beside it.\n`,
  );
  process.exit(1);
}
