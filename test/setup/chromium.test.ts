import { expect, test } from 'vitest';

import { planChromium } from '#test/rig/chromium.ts';

const host = { found: false, bundled: false, apt: false, root: false };

test.each([
  ['the system has one', { found: true }],
  ['the packages brought one', { bundled: true }],
])('nothing is installed where %s', (_name, known) => {
  expect(planChromium({ ...host, ...known })).toEqual({ kind: 'ready' });
});

test('Debian as root installs its own', () => {
  const plan = planChromium({ ...host, apt: true, root: true });
  expect(plan).toMatchObject({
    kind: 'install',
    commands: [['apt-get', 'update'], expect.arrayContaining(['chromium'])],
  });
});

test.each([
  ['no package manager', {}],
  ['no rights', { apt: true }],
])('with %s, the test runner brings it', (_name, known) => {
  const plan = planChromium({ ...host, ...known });
  expect(plan).toEqual({ kind: 'install', commands: [['npx', 'playwright', 'install', 'chromium']] });
});
