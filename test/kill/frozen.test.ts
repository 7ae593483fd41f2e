import { expect, test } from 'vitest';

import { openCliRig } from '#test/rig/cli-rig.ts';
import { starter } from '#test/rig/starter.ts';

/** Longer than any window in which a process trusts what it has just read. */
const frozenMs = 7_000;

test.skipIf(process.platform === 'win32').for(['job-submit', 'job-accept', 'asset-add'])(
  'F70 F75 F79 frozen after %s for longer than anything waits, then thawed: one purchase, everything there',
  { timeout: 120_000 },
  async (moment) => {
    await using rig = await openCliRig();
    const file = await rig.write('fox.json', starter('runcomfy'));
    let frozen = false;
    const { code, lines } = await rig.run(['run', file, '--json'], {
      onOutput: (stdout, child) => {
        if (frozen || !stdout.includes(`"type":"${moment}"`)) return;
        frozen = true;
        child.kill('SIGSTOP');
        setTimeout(() => child.kill('SIGCONT'), frozenMs);
      },
    });
    expect(frozen).toBe(true);
    expect(code).toBe(0);
    expect(lines().at(-1)).toMatchObject({ type: 'run-end', outcome: 'complete', images: 3 });
    expect(await rig.accepted()).toHaveLength(1);
  },
);
