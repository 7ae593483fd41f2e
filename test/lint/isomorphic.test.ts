import { expect, test } from 'vitest';

import { copyProject, listFixtures } from './project-copy.ts';

test('core, engine, providers, interop and nodes know neither a page nor a process', async () => {
  const project = await copyProject('isomorphic');
  try {
    const output = await project.run('tsc', '-p', 'tsconfig.isomorphic.json', '--pretty', 'false');
    const reported = [...output.matchAll(/^([^(\n]+)\(\d+,\d+\): error TS\d+: .*$/gm)].map(
      ([, file]) => file,
    );
    const broken = listFixtures('isomorphic').filter((file) => file.endsWith('.broken.ts'));
    expect(broken.length).toBeGreaterThan(10);
    expect(new Set(reported)).toEqual(new Set(broken));
    for (const name of ['document', 'process', 'Buffer']) expect(output).toContain(`'${name}'`);
  } finally {
    await project.remove();
  }
});
