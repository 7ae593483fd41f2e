import { join, relative, sep } from 'node:path';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { brokenLimit, documentLimits } from '#core/document/limits.ts';
import { parseDocument, parseDocumentText } from '#core/document/parse.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { validate } from '#engine/validate.ts';
import { isPublicAddress } from '#platform/network/public-address.ts';
import { isSafeName, isSafePath, nameLimit, safeName, safePath } from '#platform/outputs/safe-path.ts';
import { makeSecretGuard } from '#platform/secret-guard.ts';
import { judgeRequest } from '#server/guard.ts';

import { cases } from './cases.ts';

const options = { numRuns: cases };
/** Text that wants to be a path somewhere else. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%00',
        '\0',
        ':',
        'C:',
        '//',
        '~',
        'con',
        'NUL.txt',
        ' ',
        '\u202E',
        '\uFF0E',
        '\u2215',
        'COM1',
        'ä',
        'a\u0308',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 300 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('paths: whatever is asked for lies below the root, and asking again changes nothing', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const parts = safePath(text);
      const below = relative('/root', join('/root', ...parts));
      expect(below === '' || below.split(sep).includes('..') || below.startsWith(sep)).toBe(false);
      expect(below.split(sep)).toEqual(parts);
      expect(safePath(parts.join('/'))).toEqual(parts);
      expect(!isSafePath(text) || join('/root', text).startsWith('/root/')).toBe(true);
    }),
    options,
  );
});

test('file names: safe on every common system, and different where the asked ones are and were safe', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const name = safeName(text);
      expect(isSafeName(name)).toBe(true);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(nameLimit);
      expect(name).not.toMatch(/[\p{Cc}<>:"/\\|?*]|^\.{1,2}$|[. ]$/u);
      expect(!isSafeName(text) || name === text).toBe(true);
    }),
    options,
  );
});

const byte = fc.integer({ min: 0, max: 255 });
const number = (bytes: readonly number[]): number => bytes.reduce((sum, each) => sum * 256 + each, 0);
/** Networks that are not the public one, by the registries, counted rather than parsed. */
const closed: readonly (readonly [number, number, number, number, number])[] = [
  [0, 0, 0, 0, 8],
  [10, 0, 0, 0, 8],
  [100, 64, 0, 0, 10],
  [127, 0, 0, 0, 8],
  [169, 254, 0, 0, 16],
  [172, 16, 0, 0, 12],
  [192, 0, 0, 0, 24],
  [192, 0, 2, 0, 24],
  [192, 88, 99, 0, 24],
  [192, 168, 0, 0, 16],
  [198, 18, 0, 0, 15],
  [198, 51, 100, 0, 24],
  [203, 0, 113, 0, 24],
  [224, 0, 0, 0, 4],
  [240, 0, 0, 0, 4],
];
const isClosed = (address: readonly number[]): boolean =>
  closed.some(
    ([a, b, c, d, prefix]) =>
      Math.floor(number(address) / 2 ** (32 - prefix)) ===
      Math.floor(number([a, b, c, d]) / 2 ** (32 - prefix)),
  );
const near = fc
  .constantFrom(...closed)
  .chain(([a, b, c, d]) =>
    fc
      .tuple(fc.constantFrom(-1, 0, 1), byte, byte, byte)
      .map(([step, x, y, z]) => [
        Math.min(255, Math.max(0, a + step)),
        x > 200 ? b : x,
        y > 128 ? c : y,
        z > 128 ? d : z,
      ]),
  );

test('URLs: every spelling of an address that is not public leads nowhere', () => {
  fc.assert(
    fc.property(fc.oneof(near, fc.tuple(byte, byte, byte, byte)), byte, (address, kind) => {
      const value = number(address);
      const [a = 0, b = 0, c = 0, d = 0] = address;
      const hex = address.map((each) => each.toString(16).padStart(2, '0'));
      const six = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
      const spellings = [
        `${a}.${b}.${c}.${d}`,
        String(value),
        `0x${value.toString(16)}`,
        `0${value.toString(8)}`,
        `${a}.${number([b, c, d])}`,
        `0${a.toString(8)}.0x${b.toString(16)}.${c}.${d}`,
        `${a}.${b}.${c}.${d}.`,
        Array.from(`${a}.${b}.${c}.${d}`, (letter) =>
          letter === '.' ? '\u3002' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
        ).join(''),
      ];
      const host = new URL(`http://${spellings[kind % spellings.length]}/`).hostname.replace(/\.$/, '');
      expect(isPublicAddress(host)).toBe(!isClosed(address));
      for (const wrapped of [
        `::ffff:${six}`,
        `::${six}`,
        `64:ff9b::${six}`,
        `2002:${six}::1`,
        `fe80::${six}`,
        `fc00::${six}`,
        `ff02::${six}`,
      ])
        expect(isPublicAddress(new URL(`http://[${wrapped}]/`).hostname.slice(1, -1))).toBe(false);
    }),
    options,
  );
});

const key = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 12,
  maxLength: 64,
});
const encodings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text),
  (text) => encodeURIComponent(text),
  (text) => new URLSearchParams({ q: text }).toString(),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) =>
    JSON.stringify({ nested: JSON.stringify({ text }).replaceAll('\\', '\\') })
      .replaceAll('\\"', '"')
      .replaceAll('\\\\', '\\'),
  (text) =>
    [...Buffer.from(text)].map((each) => `%${each.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
];

test('redaction: no key is left in any encoding, and text without a key stays as it is', () => {
  fc.assert(
    fc.property(key, soup, soup, fc.nat(encodings.length - 1), (secret, before, after, index) => {
      const guard = makeSecretGuard(() => [secret]);
      const encode = encodings[index] ?? String;
      const text = encode(before.toWellFormed() + secret + after.toWellFormed());
      expect(guard.finds(text)).toBe(true);
      const left = guard.redact(text);
      expect(guard.finds(left)).toBe(false);
      for (const each of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')])
        expect(left.includes(each)).toBe(false);
      expect(guard.finds(before) || guard.redact(before) === before).toBe(true);
    }),
    options,
  );
});

test('redaction of a stream: however the bytes are cut, nothing of a key comes through', async () => {
  await fc.assert(
    fc.asyncProperty(
      key,
      fc.string({ maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      async (secret, around, cuts) => {
        const guard = makeSecretGuard(() => [secret]);
        const bytes = Buffer.from(`${around}${secret}${around}`);
        const parts: Buffer[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          parts.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        const answer = await new Response(
          new Response(Buffer.concat(parts)).body?.pipeThrough(guard.redactStream()),
        ).text();
        const streamed = await new Response(
          ReadableStream.from(parts.map((part) => new Uint8Array(part))).pipeThrough(guard.redactStream()),
        ).text();
        expect(streamed).toBe(answer);
        expect(streamed.includes(secret)).toBe(false);
      },
    ),
    { numRuns: Math.ceil(cases / 4) },
  );
});

const pollution = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
);
const anything = fc.jsonValue({ maxDepth: 4 });

test('limits and names: any value is a document or refused in words, and no prototype is touched', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  fc.assert(
    fc.property(pollution, pollution, anything, (name, other, value) => {
      const node = `{"id":${JSON.stringify(name)},"type":${JSON.stringify(other)},"inputs":{"${name}":${JSON.stringify(value)},"${other}":1},"${name}":${JSON.stringify(value)}}`;
      const parsed = parseDocumentText(
        `{"format":"batchwork","version":1,"${name}":{"polluted":1},"${other}":${JSON.stringify(value)},"nodes":[${node}],"edges":[{"from":{"node":"${name}","output":"${other}"},"to":{"node":"${name}","input":"${name}"}}]}`,
      );
      const again = parsed.ok ? parseDocumentText(serializeDocument(parsed.document)) : parsed;
      expect(again.ok).toBe(parsed.ok);
      expect(parsed.ok && validate(parsed.document, new Map()).ok).toBe(false);
      expect(parseDocument(value).ok).toBe(false);
    }),
    options,
  );
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('limits: the walk refuses exactly what is too deep or too long, and never runs out of stack', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.boolean(), (depth, list) => {
      let value: unknown = 1;
      for (let level = 0; level < depth; level += 1) value = list ? [value] : { a: value };
      expect(brokenLimit(value) !== undefined).toBe(depth > documentLimits.depth);
    }),
    { numRuns: Math.ceil(cases / 10) },
  );
  expect(brokenLimit('x'.repeat(documentLimits.stringLength + 1))).toContain('longer');
  expect(brokenLimit({ ['k'.repeat(documentLimits.keyLength + 1)]: 1 })).toContain('key');
});

// oxlint-disable-next-line vitest/expect-expect -- it expects inside of the property
test('the guard: a request of a browser passes only where every sign says that it is our own page', () => {
  const origins = [
    'http://localhost:8190',
    'http://127.0.0.1:8190',
    'http://localhost:1',
    'http://evil.example',
    'null',
    'https://localhost:8190',
    'http://localhost:8190.evil.example',
    '',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(
        'localhost:8190',
        '127.0.0.1:8190',
        'evil.example',
        'localhost.evil.example:8190',
        '[::1]:8190',
        '10.0.0.1:8190',
        'localhost:8190@evil.example',
      ),
      fc.constantFrom(undefined, ...origins),
      fc.constantFrom(undefined, 'same-origin', 'same-site', 'cross-site', 'none'),
      fc.tuple(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
        fc.constantFrom('/api/v2/jobs', '/', '/assets/x.js', '/api/batchwork/events'),
      ),
      (host, origin, site, [method, url]) => {
        const headers = {
          host,
          ...(origin === undefined ? {} : { origin }),
          ...(site === undefined ? {} : { 'sec-fetch-site': site }),
        };
        const passed =
          judgeRequest({ method, url, headers, rawHeaders: Object.entries(headers).flat() }, new Set()) ===
          undefined;
        const ours = /^(?:localhost|127\.0\.0\.1|\[::1\]):8190$/.test(host);
        const alien =
          (origin !== undefined && URL.parse(origin)?.host !== host) ||
          site === 'cross-site' ||
          site === 'same-site';
        // What else than a GET passes is told by the table of the guard.
        expect(passed || method !== 'GET').toBe(ours && !alien ? true : method !== 'GET');
        expect(passed && (!ours || alien)).toBe(false);
      },
    ),
    options,
  );
});
