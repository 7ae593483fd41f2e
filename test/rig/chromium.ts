import { existsSync } from 'node:fs';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium that the system has, or undefined: then Playwright's own copy is used. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  return process.platform === 'linux' ? systemPaths.find((path) => existsSync(path)) : undefined;
}

export type ChromiumPlan =
  | { kind: 'ready' }
  | { kind: 'install'; commands: readonly (readonly [string, ...string[]])[] };

/** What has to be run so that browser tests can start. */
export function planChromium(host: {
  found: boolean;
  bundled: boolean;
  apt: boolean;
  root: boolean;
}): ChromiumPlan {
  if (host.found || host.bundled) return { kind: 'ready' };
  if (host.apt && host.root)
    return {
      kind: 'install',
      commands: [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      ],
    };
  return { kind: 'install', commands: [['npx', 'playwright', 'install', 'chromium']] };
}
