import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

/** A test by its file and (the beginning of) its name. */
type Proof = readonly [file: string, name: string];

/** Every control against a hostile web, stranger or neighbour, and the tests that fail without it. */
const controls: Readonly<Record<string, { readonly what: string; readonly tests: readonly Proof[] }>> = {
  C1: {
    what: 'One guard before routing: Host, Origin and Sec-Fetch-Site; no change of state by what a page may send unasked',
    tests: [
      ['test/e2e/security/pages.test.ts', 'a hostile page on another port of this machine'],
      ['test/e2e/security/pages.test.ts', 'a hostile page in a sandboxed frame'],
      ['test/security/properties.test.ts', 'the guard: a request of a browser passes only where'],
      ['test/server/guard.test.ts', 'other pages are refused'],
    ],
  },
  C2: {
    what: 'Programs may send JSON under any content type',
    tests: [['test/server/attacks.test.ts', 'a program may send JSON as %s']],
  },
  C3: {
    what: 'Host allowlist, for sockets and files too; nothing is believed of forwarded headers',
    tests: [
      ['test/e2e/security/pages.test.ts', 'a hostile page under a name that it lets point here'],
      ['test/e2e/security/raw-bytes.test.ts', 'raw bytes: what is no honest request is refused'],
      ['test/server/token.test.ts', 'a name that the operator did not allow is refused'],
    ],
  },
  C4: {
    what: 'WebSockets: same guard, small messages, few pieces, no compression, slow readers dropped',
    tests: [
      ['test/server/attacks.test.ts', 'a WebSocket is opened for programs and our own page'],
      ['test/server/socket-limits.test.ts', 'is closed on a message beyond 64 KiB'],
      ['test/server/socket-limits.test.ts', 'is closed on a message in more than 64 pieces'],
      ['test/e2e/security/raw-bytes.test.ts', 'many slow clients, floods of fragments'],
    ],
  },
  C5: {
    what: 'Content policy, opener, resource and framing headers; no CORS',
    tests: [
      ['test/server/attacks.test.ts', 'carries the protecting headers'],
      ['test/e2e/security/pages.test.ts', 'a hostile page that frames the editor sees nothing'],
    ],
  },
  C6: {
    what: 'Loopback by default; other addresses need a token',
    tests: [
      ['test/server/token.test.ts', 'without a token the server does not start on %s'],
      ['test/server/token.test.ts', '%s is closed to everyone without the token'],
      ['test/server/token.test.ts', 'whoever guesses is held for a while'],
    ],
  },
  C7: {
    what: 'Uploads by an allowlist of types, served with the type of their bytes and a policy that lets them do nothing',
    tests: [
      ['test/e2e/security/pages.test.ts', 'a hostile page cannot show a stored image'],
      ['test/server/attacks.test.ts', 'a stored image is an image and nothing else'],
    ],
  },
  C8: {
    what: 'Text is text wherever it is shown',
    tests: [
      ['test/e2e/security/strangers.test.ts', 'a workflow whose every text is markup is shown as text'],
      ['test/security/supply-chain.test.ts', 'no code of ours turns text into code'],
    ],
  },
  C9: {
    what: 'One resolver for paths that are read; links are not followed; forbidden looks like absent',
    tests: [
      ['test/security/properties.test.ts', 'paths: whatever is asked for lies below the root'],
      ['test/server/attacks.test.ts', '%s leads to no file'],
      ['test/platform/open-plain-file.test.ts', 'links, folders, sockets'],
    ],
  },
  C10: {
    what: 'Names that are written are safe on every system; the extension comes from the bytes',
    tests: [
      ['test/security/properties.test.ts', 'file names: safe on every common system'],
      ['test/platform/outputs/output-store.test.ts', 'a link planted in the output folder is not followed'],
    ],
  },
  C11: {
    what: 'One guarded fetch: public addresses or configured origins, pinned, redirects checked, bytes and time limited',
    tests: [
      ['test/security/properties.test.ts', 'URLs: every spelling of an address that is not public'],
      [
        'test/platform/network/downloader.test.ts',
        'a destination that is neither public nor configured is blocked',
      ],
      ['test/platform/network/downloader.test.ts', 'a body that drips is given up'],
    ],
  },
  C12: {
    what: 'Keys stay in the server: write-only, 0600, told by four characters, found in any encoding',
    tests: [
      ['test/security/canary.test.ts', 'a failing run leaves the key nowhere'],
      ['test/security/properties.test.ts', 'redaction: no key is left in any encoding'],
      ['test/platform/keys.test.ts', 'the file can be read by its owner only'],
    ],
  },
  C13: {
    what: 'A key goes to the origin of its provider and is dropped on the way elsewhere',
    tests: [
      ['test/platform/network/provider-fetch.test.ts', 'a redirect of a %s is not followed'],
      ['test/platform/network/provider-fetch.test.ts', 'the address of another port on the same machine'],
    ],
  },
  C14: {
    what: 'What leaves is built from the document alone, and is held back when it contains a key',
    tests: [
      ['test/security/canary.test.ts', 'a workflow that contains the key is refused'],
      ['test/security/canary.test.ts', 'a server that takes a key, runs, is asked everything'],
    ],
  },
  C15: {
    what: 'JSON is limited before anything walks it recursively; names of prototypes are ordinary or gone',
    tests: [
      ['test/security/properties.test.ts', 'limits and names: any value is a document or refused'],
      ['test/security/properties.test.ts', 'limits: the walk refuses exactly what is too deep'],
      ['test/server/attacks.test.ts', 'a body that reaches for prototypes harms nothing'],
      ['test/server/attacks.test.ts', '%s %s refuses depth before'],
      ['test/server/attacks.test.ts', 'a body beyond 16 MiB is refused'],
    ],
  },
  C16: {
    what: 'Circles are named, expansions counted before they are made, nothing recurses',
    tests: [
      ['test/engine/validate.test.ts', 'every circle is told, each once'],
      ['test/property/validate.test.ts', 'whatever is wired to whatever, planning answers'],
    ],
  },
  C17: {
    what: 'Caps hold in the server; workflows from elsewhere ask before their first run',
    tests: [
      ['test/e2e/security/strangers.test.ts', 'a workflow from elsewhere asks before its first run'],
      ['test/editor/workflow/first-run.test.ts', 'a person is told what is bought, sent, read, written'],
    ],
  },
  C18: {
    what: 'Five raster types, 100 megapixels, whole images only, two at a time',
    tests: [
      ['test/platform/images/loaders.test.ts', 'files of all other types have no decoder'],
      ['test/platform/images/loaders.test.ts', 'at most two images are decoded at a time'],
      ['test/platform/assets/asset-store.test.ts', 'more than 100 megapixels are refused'],
      ['test/platform/assets/asset-store.test.ts', 'cut to %f of its length is refused'],
    ],
  },
  C19: {
    what: 'Texts in images are unpacked with a limit',
    tests: [
      ['test/interop/image-metadata.test.ts', 'packed text that would not end is let go'],
      ['test/interop/fuzz.test.ts', 'changed images: success or nothing, within bounds'],
    ],
  },
  C20: {
    what: 'No archive is ever unpacked',
    tests: [['test/security/supply-chain.test.ts', 'no archive is unpacked']],
  },
  C21: {
    what: 'No expression of a workflow becomes code; templates are filled by a grammar of their own',
    tests: [
      ['test/security/supply-chain.test.ts', 'no code of ours turns text into code'],
      ['test/property/file-prefix.test.ts', 'known placeholders are filled once'],
    ],
  },
  C22: {
    what: 'A body is read by its route alone; images are handed in as bytes and named by their digest',
    tests: [
      ['test/platform/assets/asset-store.test.ts', 'is stored byte for byte under its hash'],
      ['test/e2e/security/pages.test.ts', 'a hostile page cannot show a stored image'],
    ],
  },
  C23: {
    what: 'Node files come from their folder alone and run in threads without the environment; one that hangs fails itself',
    tests: [
      ['test/platform/custom-node.test.ts', 'an execution that %s fails, and the next one works'],
      ['test/platform/custom-node.test.ts', 'it sees nothing of the environment'],
      ['test/platform/node-folder.test.ts', 'a file that never comes to an end is given up'],
    ],
  },
  C24: {
    what: 'Dependencies: pinned, with digests, without scripts, licensed, above their floors',
    tests: [
      ['test/security/supply-chain.test.ts', 'every dependency is pinned to one version'],
      ['test/security/supply-chain.test.ts', 'no package runs a script when it is installed'],
      ['test/security/supply-chain.test.ts', '%s is at least %s'],
    ],
  },
  C25: {
    what: 'Slow and huge requests are given up, and hold nobody else up',
    tests: [
      ['test/e2e/security/raw-bytes.test.ts', 'many slow clients, floods of fragments'],
      ['test/e2e/security/raw-bytes.test.ts', 'raw bytes: what is no honest request is refused'],
    ],
  },
  C26: {
    what: 'Only images of the asset store go to a provider, and the person sees which before',
    tests: [
      ['test/platform/assets/asset-store.test.ts', 'an asset that is gone is a failure with a sentence'],
      ['test/editor/workflow/first-run.test.ts', 'a person is told what is bought, sent, read, written'],
    ],
  },
  C27: {
    what: 'What strangers wrote is plain text in logs and terminals, and carries no key',
    tests: [
      ['test/cli/plain-text.test.ts', 'what a stranger wrote does nothing to a terminal'],
      ['test/security/canary.test.ts', 'a failing run leaves the key nowhere'],
    ],
  },
  C28: {
    what: 'Nothing of a request becomes part of a statement of the database',
    tests: [['test/security/injection.test.ts', 'text that wants to be SQL stays text']],
  },
};

test('every control from C1 to C28 has a test', () => {
  expect(Object.keys(controls)).toEqual(Array.from({ length: 28 }, (_, index) => `C${index + 1}`));
  expect(Object.values(controls).filter(({ tests }) => tests.length === 0)).toEqual([]);
});

test.each(Object.entries(controls))('%s: its tests are there', async (_control, { tests }) => {
  for (const [file, name] of tests) expect(await readFile(file, 'utf8')).toContain(name);
});
