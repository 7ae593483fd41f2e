import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { loadEnvFile, readSettings, SettingsError } from '#platform/settings.ts';

test('without any variable the documented defaults hold', () => {
  expect(readSettings({})).toEqual({
    dataFolder: resolve('data'),
    outputFolder: resolve('data/output'),
    host: '127.0.0.1',
    port: 8190,
    portAsked: false,
    token: undefined,
    allowedHosts: [],
    runcomfy: {
      key: undefined,
      baseUrl: 'https://model-api.runcomfy.net',
      lane: { concurrency: 2, perMinute: 0 },
    },
    wavespeed: {
      key: undefined,
      baseUrl: 'https://api.wavespeed.ai',
      lane: { concurrency: 2, perMinute: 2 },
    },
    databaseUrl: undefined,
    assetsUrl: undefined,
    caps: { runUsd: 5, dayUsd: 25 },
    capVariables: {},
    queueLimit: 50_000,
    embedWorkflow: undefined,
    pollMs: undefined,
  });
});

test('variables are read, and empty ones count as not set', () => {
  const settings = readSettings({
    RUNCOMFY_TOKEN: ' key-of-mine ',
    RUNCOMFY_BASE_URL: 'http://127.0.0.1:9000/',
    RUNCOMFY_CONCURRENCY: '0',
    WAVESPEED_API_KEY: '',
    WAVESPEED_PER_MINUTE: '10',
    PORT: '8200',
    BATCHWORK_MAX_RUN_USD: '0.5',
    BATCHWORK_MAX_DAY_USD: '  ',
    BATCHWORK_POLL_MS: '20',
  });
  expect(settings.runcomfy).toEqual({
    key: 'key-of-mine',
    baseUrl: 'http://127.0.0.1:9000',
    lane: { concurrency: 0, perMinute: 0 },
  });
  expect(settings.wavespeed.key).toBeUndefined();
  expect(settings.wavespeed.lane.perMinute).toBe(10);
  expect(settings.caps).toEqual({ runUsd: 0.5, dayUsd: 25 });
  expect(settings.pollMs).toBe(20);
  expect(settings.port).toBe(8200);
  expect(settings.portAsked).toBe(true);
});

test('the command line wins over the environment', () => {
  const settings = readSettings(
    { PORT: '1', BATCHWORK_DATA: 'elsewhere', BATCHWORK_HOST: '0.0.0.0' },
    { port: 2, dataFolder: 'here', outputFolder: 'there', host: '::1' },
  );
  expect(settings).toMatchObject({
    port: 2,
    portAsked: true,
    dataFolder: resolve('here'),
    outputFolder: resolve('there'),
    host: '::1',
  });
});

test.each([
  ['PORT', '80a'],
  ['PORT', '70000'],
  ['RUNCOMFY_CONCURRENCY', '-1'],
  ['WAVESPEED_PER_MINUTE', '1.5'],
  ['BATCHWORK_MAX_RUN_USD', '-3'],
  ['BATCHWORK_MAX_DAY_USD', 'lots'],
  ['BATCHWORK_POLL_MS', '0'],
  ['WAVESPEED_BASE_URL', 'api.wavespeed.ai'],
  ['RUNCOMFY_BASE_URL', 'https://model-api.runcomfy.net/v1'],
  ['RUNCOMFY_BASE_URL', 'ftp://model-api.runcomfy.net'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readSettings({ [name]: value })).toThrow(SettingsError);
  expect(() => readSettings({ [name]: value })).toThrow(name);
});

const added = 'BATCHWORK_TEST_ADDED';
const kept = 'BATCHWORK_TEST_KEPT';

afterEach(() => {
  delete process.env[added];
  delete process.env[kept];
});

test('.env adds variables and never replaces one that is set', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
  try {
    loadEnvFile(folder);
    process.env[kept] = 'from the shell';
    await writeFile(join(folder, '.env'), `${added}="from the file"\n${kept}=from the file\n`);
    loadEnvFile(folder);
    expect(process.env[added]).toBe('from the file');
    expect(process.env[kept]).toBe('from the shell');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a token is long enough not to be guessed', () => {
  expect(readSettings({ BATCHWORK_TOKEN: 'sixteen-letters!' }).token).toBe('sixteen-letters!');
  expect(readSettings({}, { token: 'sixteen-letters!' }).token).toBe('sixteen-letters!');
  expect(() => readSettings({ BATCHWORK_TOKEN: 'short' })).toThrow('BATCHWORK_TOKEN: expected at least 16');
  expect(() => readSettings({ BATCHWORK_TOKEN: 'with spaces in between' })).toThrow('without spaces');
});

test('further names of the server are written as a browser sends them', () => {
  expect(
    readSettings({ BATCHWORK_ALLOWED_HOSTS: 'Studio.example, [fd00::1],10.0.0.7' }).allowedHosts,
  ).toEqual(['studio.example', 'fd00::1', '10.0.0.7']);
  for (const bad of ['http://studio', 'studio:80', '*', 'a/b', 'a b'])
    expect(() => readSettings({}, { allowedHosts: [bad] })).toThrow('BATCHWORK_ALLOWED_HOSTS');
});
