import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { chromium } from 'playwright';

import { findChromium, planChromium } from './chromium.ts';

const plan = planChromium({
  found: findChromium() !== undefined,
  bundled: existsSync(chromium.executablePath()),
  apt: existsSync('/usr/bin/apt-get'),
  root: process.getuid?.() === 0,
});

if (plan.kind === 'install')
  for (const [command, ...parameters] of plan.commands) {
    console.log(`> ${command} ${parameters.join(' ')}`);
    const { status } = spawnSync(command, parameters, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      shell: process.platform === 'win32',
    });
    if (status !== 0) process.exit(status ?? 1);
  }
