import { expect, test } from 'vitest';
import { z } from 'zod';

import { copyProject, listFixtures } from './project-copy.ts';

const floor = 'eslint(no-restricted-imports)';
const global = 'eslint(no-restricted-globals)';
const property = 'eslint(no-restricted-properties)';

/** Each broken fixture with the one rule that has to report it. */
const expected: Readonly<Record<string, string>> = {
  'nodes/imports-another': floor,
  'nodes/imports-deep': floor,
  'nodes/imports-node': floor,
  'src/cli/imports-editor': floor,
  'src/cli/imports-server': floor,
  'src/core/any-type': 'typescript(no-explicit-any)',
  'src/core/circle-a': 'import(no-cycle)',
  'src/core/circle-b': 'import(no-cycle)',
  'src/core/default-export': 'import(no-default-export)',
  'src/core/fetches': global,
  'src/core/imports-engine': floor,
  'src/core/imports-node': floor,
  'src/core/prints': 'eslint(no-console)',
  'src/core/reads-clock': property,
  'src/editor/canvas/imports-store': floor,
  'src/editor/imports-node': floor,
  'src/editor/imports-platform': floor,
  'src/editor/imports-run': floor,
  'src/editor/imports-server': floor,
  'src/editor/panels/imports-flow': floor,
  'src/editor/panels/imports-store': floor,
  'src/editor/state/imports-flow': floor,
  'src/emulator/imports-engine': floor,
  'src/engine/floating-promise': 'typescript(no-floating-promises)',
  'src/engine/imports-node': floor,
  'src/engine/imports-nodes': floor,
  'src/engine/imports-providers': floor,
  'src/engine/reads-clock': property,
  'src/engine/rolls-dice': property,
  'src/engine/sets-timer': global,
  'src/host/imports-server': floor,
  'src/interop/imports-node': floor,
  'src/platform/imports-engine': floor,
  'src/platform/imports-server': floor,
  'src/providers/imports-engine': floor,
  'src/providers/imports-platform': floor,
  'src/server/imports-cli': floor,
  'src/server/imports-editor': floor,
};

const reportSchema = z.object({ diagnostics: z.array(z.object({ filename: z.string(), code: z.string() })) });

test('each broken fixture is in the table and has a clean twin', () => {
  const files = listFixtures('lint');
  const broken = files
    .filter((file) => file.endsWith('.broken.ts'))
    .map((file) => file.slice(0, -'.broken.ts'.length));
  expect(new Set(broken)).toEqual(new Set(Object.keys(expected)));
  expect(broken.filter((file) => !files.includes(`${file}.clean.ts`))).toEqual([]);
});

test('every floor and every ban is a lint error, and code that keeps them is not', async () => {
  const project = await copyProject('lint');
  try {
    const { diagnostics } = reportSchema.parse(JSON.parse(await project.run('oxlint', '--format', 'json')));
    const reported = Object.fromEntries(
      diagnostics.map(({ filename, code }) => [filename.replaceAll('\\', '/'), code]),
    );
    expect(reported).toEqual(
      Object.fromEntries(Object.entries(expected).map(([file, code]) => [`${file}.broken.ts`, code])),
    );
    // One finding a file: a fixture that breaks a second rule would hide that the first one is off.
    expect(diagnostics).toHaveLength(Object.keys(expected).length);
  } finally {
    await project.remove();
  }
});
