import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { keyFile, openKeyStore } from '#platform/keys.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
  file = join(folder, 'deeper', 'keys.json');
});
afterEach(() => rm(folder, { recursive: true }));

const open = (environment: { runcomfy?: string; wavespeed?: string } = {}) =>
  openKeyStore({ file, environment: { runcomfy: environment.runcomfy, wavespeed: environment.wavespeed } });

test('a key that was set is there after a restart and told by its last four characters', async () => {
  const keys = await open();
  expect(keys.status('runcomfy')).toEqual({ hint: null, source: null });
  await keys.set('runcomfy', 'key-of-many-letters-1234');
  const again = await open();
  expect(again.get('runcomfy')).toBe('key-of-many-letters-1234');
  expect(again.get('wavespeed')).toBeUndefined();
  expect(again.status('runcomfy')).toEqual({ hint: '1234', source: 'settings' });
});

test.skipIf(process.platform === 'win32')('the file can be read by its owner only', async () => {
  const keys = await open();
  await keys.set('runcomfy', 'key-of-many-letters-1234');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a key from the environment wins and is never written', async () => {
  const keys = await open({ wavespeed: 'environment-key-9876' });
  await keys.set('wavespeed', 'settings-key-5555');
  expect(keys.get('wavespeed')).toBe('environment-key-9876');
  expect(keys.status('wavespeed')).toEqual({ hint: '9876', source: 'environment' });
  expect(await readFile(file, 'utf8')).not.toContain('environment-key');
  expect((await open()).get('wavespeed')).toBe('settings-key-5555');
});

test('a word that is shorter than any key does not garble texts', async () => {
  const keys = await open({ runcomfy: 'k', wavespeed: 'network' });
  expect(keys.guard.redact('no network')).toBe('no network');
  expect(keys.status('runcomfy')).toEqual({ hint: null, source: 'environment' });
});

test('a removed key is gone, the other stays', async () => {
  const keys = await open();
  await Promise.all([keys.set('runcomfy', 'first-key-00000'), keys.set('wavespeed', 'second-key-0000')]);
  await keys.remove('runcomfy');
  expect(keys.get('runcomfy')).toBeUndefined();
  expect((await open()).get('wavespeed')).toBe('second-key-0000');
  expect(await readFile(file, 'utf8')).not.toContain('first-key');
});

test('listeners hear of changes until they leave', async () => {
  const keys = await open();
  let heard = 0;
  const leave = keys.subscribe(() => (heard += 1));
  await keys.set('runcomfy', 'some-key-of-mine');
  leave();
  await keys.remove('runcomfy');
  expect(heard).toBe(1);
});

test('of a short key nothing is told', async () => {
  const keys = await open({ runcomfy: 'short' });
  expect(keys.status('runcomfy')).toEqual({ hint: null, source: 'environment' });
});

test('a file that cannot be read is named without quoting it', async () => {
  file = join(folder, 'keys.json');
  await writeFile(file, '{"runcomfy": "secret-key-1234"');
  await expect(open()).rejects.toThrow(file);
  await expect(open()).rejects.not.toThrow('secret-key');
});

test('the file lies in the configuration folder, never in the data folder', () => {
  expect(keyFile({})).toBe(join(homedir(), '.config', 'batchwork', 'keys.json'));
  expect(keyFile({ XDG_CONFIG_HOME: '/configuration' })).toBe(
    join('/configuration', 'batchwork', 'keys.json'),
  );
  expect(keyFile({ BATCHWORK_CONFIG: '/elsewhere', XDG_CONFIG_HOME: '/configuration' })).toBe(
    join('/elsewhere', 'keys.json'),
  );
});
