import { expect, test } from 'vitest';

import { openCliRig } from '#test/rig/cli-rig.ts';
import { starter } from '#test/rig/starter.ts';

/** Throws where nobody catches anything, as soon as it is told to. */
const bugOnSignal =
  'process.on("SIGUSR2", () => setImmediate(() => { throw new Error("nobody thought of this"); }))';

test.skipIf(process.platform === 'win32')(
  'F69 an error that nobody catches ends the process with 70, which says so; what was bought comes home at the next start',
  async () => {
    await using rig = await openCliRig({ latencyScale: 1, queuedMs: 500 });
    const file = await rig.write('fox.json', starter('runcomfy'));
    let told = false;
    const { code, stderr } = await rig.run(['run', file], {
      environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bugOnSignal)}` },
      onOutput: (text, child) => {
        if (!told && text.includes('accepted as')) told = child.kill('SIGUSR2');
      },
    });
    expect({ code, stderr }).toMatchObject({
      code: 70,
      stderr: expect.stringMatching(/nobody thought of this[^]*exit code 70[^]*taken up at the next start/),
    });
    expect((await rig.run(['resume'])).code).toBe(0);
    expect(await rig.accepted()).toHaveLength(1);
  },
);
