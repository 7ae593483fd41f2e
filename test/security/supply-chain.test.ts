import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';

import { expect, test } from 'vitest';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});
const manifestSchema = z.looseObject({
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  scripts: z.record(z.string(), z.string()).default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
const lockSchema = z.looseObject({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      license: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const manifest = manifestSchema.parse(await readJson('package.json'));
const { packages } = lockSchema.parse(await readJson('package-lock.json'));
/** Packages from a registry, by the path they are installed at. */
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.startsWith('node_modules/') && link !== true,
);
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Every tracked file with its text; pictures and the like are left out. */
const tracked = async (...paths: string[]): Promise<[string, string][]> => {
  const names = execFileSync('git', ['ls-files', '-z', ...paths], { encoding: 'utf8' }).split('\0');
  const texts = names.filter((name) => name !== '' && !/\.(?:png|webp|jpe?g|gif|avif|woff2|zip)$/.test(name));
  return Promise.all(
    texts.map(async (name): Promise<[string, string]> => [
      name,
      await readFile(name, 'utf8').catch(() => ''),
    ]),
  );
};

test('every dependency is pinned to one version', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual(
    [],
  );
});

test('the lock names a digest for every package, and no other place than the registry', () => {
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
  expect(
    installed.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    ),
  ).toEqual([]);
});

test('no package runs a script when it is installed', () => {
  expect(
    installed.filter(
      ([path, { hasInstallScript }]) =>
        hasInstallScript === true && manifest.allowScripts[nameOf(path)] !== false,
    ),
  ).toEqual([]);
  expect(Object.values(manifest.allowScripts)).not.toContain(true);
});

test('npm is told to run none, and to pin what is added', async () => {
  const settings = await readFile('.npmrc', 'utf8');
  expect(settings).toContain('strict-allow-scripts=true');
  expect(settings).toContain('save-exact=true');
  expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
});

/** Licences that go together with MIT. The sharp binaries carry libvips, which is linked and not changed. */
const licences =
  /^(?:0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[23]-Clause|CC0-1\.0|CC-BY-4\.0|ISC|MIT(?:-0)?|MPL-2\.0|OFL-1\.1|Python-2\.0|Unlicense|LGPL-3\.0-or-later)$/;

test('every licence is on the list', () => {
  const odd = installed.flatMap(([path, { license = '' }]) => {
    const parts = license
      .replaceAll(/[()]/g, '')
      .split(/ (AND|OR) /)
      .filter((part) => part !== 'AND' && part !== 'OR');
    const fits =
      license.includes(' OR ') && !license.includes(' AND ')
        ? parts.some((part) => licences.test(part))
        : parts.every((part) => licences.test(part));
    return fits ? [] : [`${nameOf(path)}: ${license}`];
  });
  expect(odd).toEqual([]);
});

/** Versions below which something is known that would matter here. */
const floors: Readonly<Record<string, string>> = {
  // Sockets brought down by headers and by tiny fragments.
  ws: '8.21.0',
  // Decoders that write where they should not.
  sharp: '0.35.0',
  // Deflated WebSocket bombs; a lookup hook that is not asked.
  undici: '7.0.0',
  // Development servers that read any file for any page.
  vite: '7.0.0',
  hono: '4.10.0',
  '@hono/node-server': '1.19.0',
  zod: '4.0.0',
};
const isAtLeast = (version: string, floor: string): boolean => {
  const [a, b] = [version, floor].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  const place = a?.findIndex((part, index) => part !== b?.[index]) ?? -1;
  return place === -1 || (a?.[place] ?? 0) > (b?.[place] ?? 0);
};

test.each(Object.entries(floors))('%s is at least %s, wherever it is installed', (name, floor) => {
  const versions = installed.flatMap(([path, { version }]) =>
    nameOf(path) === name && version !== undefined ? [version] : [],
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});

test('no code of ours turns text into code, or text into markup', async () => {
  const banned =
    /\beval\s*\(|\bnew\s+Function\s*\(|\bFunction\s*\(\s*['"`]|from 'node:vm'|set(?:Timeout|Interval)\s*\(\s*['"`]|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write\s*\(|dangerouslySetInnerHTML/;
  const found = (await tracked('src', 'nodes', 'index.html'))
    .filter(([, text]) => banned.test(text))
    .map(([name]) => name);
  expect(found).toEqual([]);
});

test('processes, sockets and files are opened in the rooms that are there for it', async () => {
  const spawning = (await tracked('src', 'nodes'))
    .filter(([, text]) => /node:child_process/.test(text))
    .map(([name]) => name);
  // The browser that is opened for a person, and the pinned Node.
  expect(spawning.filter((name) => !/^src\/(?:server\/open-browser\.ts|cli\/)/.test(name))).toEqual([]);
  const writing = (
    await tracked('src/core', 'src/engine', 'src/providers', 'src/interop', 'src/editor', 'nodes')
  )
    .filter(([, text]) => /from 'node:/.test(text))
    .map(([name]) => name);
  expect(writing).toEqual([]);
});

test('no archive is unpacked', async () => {
  const unpacking =
    /from '(?:yauzl|unzipper|adm-zip|tar|jszip|extract-zip)'|\b(?:createGunzip|createUnzip|inflateSync|gunzipSync|unzipSync|inflateRawSync)\b/;
  expect(
    (await tracked('src', 'nodes')).filter(([, text]) => unpacking.test(text)).map(([name]) => name),
  ).toEqual([]);
  expect(
    installed.filter(
      ([path, { dev }]) =>
        dev !== true && /^(?:yauzl|unzipper|adm-zip|tar|jszip|extract-zip)$/.test(nameOf(path)),
    ),
  ).toEqual([]);
});

/** What keys of these services look like, and of those that people have beside them. */
const keys =
  /\b(?:sk-[A-Za-z0-9]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|xox[abpr]-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,})\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const assigned = /(?:RUNCOMFY_TOKEN|WAVESPEED_API_KEY)\s*[:=]\s*['"]?([\w-]{24,})/;

test('no file of the project holds anything that looks like a key', async () => {
  const found = (await tracked())
    .filter(
      ([name, text]) =>
        name !== 'test/security/supply-chain.test.ts' && (keys.test(text) || assigned.test(text)),
    )
    .map(([name]) => name);
  expect(found).toEqual([]);
});

test('the built editor holds nothing that looks like a key, nor an address of this machine', async () => {
  // Unbuilt, there is nothing to look through; in CI the build goes before.
  const names = await readdir('dist/editor', { recursive: true }).catch(() => []);
  const texts = names.filter((name) => /\.(?:js|css|html|json|map|svg|txt)$/.test(name));
  const here = [homedir(), process.cwd()].filter((path) => path.split(sep).length > 2);
  const found: string[] = [];
  for (const name of texts) {
    const text = await readFile(join('dist/editor', name), 'utf8');
    if (keys.test(text) || assigned.test(text) || here.some((path) => text.includes(path))) found.push(name);
  }
  expect(found).toEqual([]);
});

test('the patterns find what they are there for', () => {
  expect(keys.test(`sk-${'a1'.repeat(12)}`)).toBe(true);
  expect(assigned.test(`RUNCOMFY_TOKEN=${'a1b2'.repeat(8)}`)).toBe(true);
  expect(
    isAtLeast('8.21.0', '8.21.0') && isAtLeast('9.0.0', '8.21.0') && !isAtLeast('8.20.9', '8.21.0'),
  ).toBe(true);
});
