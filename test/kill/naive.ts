import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { sha256 } from '#platform/digest.ts';
import { openJournal } from '#platform/journal/open-journal.ts';
import { makeProviderFetch } from '#platform/network/provider-fetch.ts';
import { readSettings } from '#platform/settings.ts';
import { systemClock } from '#platform/system-clock.ts';
import { createRunComfyModel } from '#providers/runcomfy/create-runcomfy-model.ts';

/**
 * The control that has to fail: the same journal, but the POST is an ordinary step without an intent. A process that is
 * killed between the provider's acceptance and the step's commit sends it again.
 */
export async function startNaive(
  environment: Readonly<Record<string, string | undefined>>,
  prompt: string,
): Promise<void> {
  const settings = readSettings(environment);
  const journal = await openJournal({
    folder: join(settings.dataFolder),
    clock: systemClock,
    caps: () => settings.caps,
    onFatal: (message) => {
      throw new Error(message);
    },
    limitsOf: () => ({ concurrency: 0, perMinute: 0 }),
  });
  const model = createRunComfyModel({
    provider: 'runcomfy',
    title: 'RunComfy',
    demo: false,
    baseUrl: settings.runcomfy.baseUrl,
    key: () => settings.runcomfy.key,
    fetch: makeProviderFetch({ origins: new Set([settings.runcomfy.baseUrl]) }).fetch,
    clock: systemClock,
    digest: sha256,
  });
  const ended = new Promise<void>((resolve) => {
    journal.engine.register('naive', async (task) => {
      const prepared = await model.prepare(
        { provider: 'runcomfy', prompt, count: 1, resolution: '2K', references: [] },
        [],
        task.signal,
      );
      console.log(JSON.stringify({ type: 'job-submit' }));
      await task.step('submit', () => model.submit(prepared));
      resolve();
      return null;
    });
  });
  await journal.engine.run('naive', createHash('sha256').update(prompt).digest('hex'), null);
  journal.engine.recover();
  await ended;
  journal.close();
}
