import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { faultPlanSchema } from '#emulator/faults/fault-book.ts';
import { phaseSchema } from '#emulator/faults/phase.ts';
import { wireFaults } from '#emulator/faults/wire-faults.ts';
import { startEmulator } from '#emulator/start-emulator.ts';

const readme = await readFile('README.md', 'utf8');
const start = readme.indexOf('## What we promise');
const chapter = readme.slice(start, readme.indexOf('\n## ', start + 1));

test('each promise names tests that are there', () => {
  const promises = chapter
    .split('\n\n')
    .flatMap((part) => (part.startsWith('- **') ? part.split('\n- ') : []));
  expect(promises).toHaveLength(12);
  for (const promise of promises) {
    const files = [...promise.matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
    expect(files).not.toEqual([]);
    for (const file of files) expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
  }
});

test('its example of faults is one, and it names every phase and every kind', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(chapter) ?? [];
  const faults = faultPlanSchema.parse(JSON.parse(example));
  const emulator = await startEmulator({ faults });
  await emulator.close();
  for (const kind of Object.keys(wireFaults)) expect(chapter).toContain(`\`${kind}\``);
  const phases = z
    .array(phaseSchema)
    .parse(
      [...chapter.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].flatMap(([, word]) =>
        phaseSchema.safeParse(word).success ? [word] : [],
      ),
    );
  expect(new Set(phases).size).toBe(7);
});
