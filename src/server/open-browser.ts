import { spawn } from 'node:child_process';

/** Whether somebody sits at this terminal who would want a browser window: not in CI, not over SSH, not in a pipe. */
export const wantsBrowser = (
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean | undefined,
): boolean =>
  isTerminal === true &&
  ['CI', 'SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].every((name) => (environment[name] ?? '') === '');

/** Opens a URL in the browser of the person. Where that does not work, the printed URL has to do. */
export function openBrowser(url: string): void {
  const [command, ...parameters] = commandFor(process.platform, url);
  const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function commandFor(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  return platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url];
}
