import { openHost } from '#host/open-host.ts';
import { readSettings } from '#platform/settings.ts';

import { startNaive } from './naive.ts';

/**
 * A process to be killed: runs the workflow given as JSON on the data folder of its environment, prints each event as a
 * line, and ends after `run-end`. Started again on the same folder it goes on with the same run.
 */
const [mode = 'protocol', workflow = '{}'] = process.argv.slice(2);

if (mode === 'naive') await startNaive(process.env, workflow);
else {
  const host = await openHost({
    settings: readSettings(process.env),
    environment: process.env,
    nodesFolder: 'nodes',
  });
  const started = await host.startRun(
    { workflow: JSON.parse(workflow) },
    {
      idempotencyKey: 'the one run of this test',
    },
  );
  if (started.type !== 'started') throw new Error(JSON.stringify(started));
  console.log(JSON.stringify({ type: 'answered', at: Date.now(), created: started.created }));
  for await (const event of host.durable.events(started.run, 0, new AbortController().signal)) {
    console.log(JSON.stringify(event));
    // An end that an earlier execution told is followed by more when the run was taken up again.
    if (event.type === 'run-end' && (await host.durable.get(started.run))?.state !== 'pending') break;
  }
  await host.close();
}
process.exit(0);
