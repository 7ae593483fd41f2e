import { restoreJournal } from '#platform/journal/restore.ts';
import { readSettings } from '#platform/settings.ts';
import { systemClock } from '#platform/system-clock.ts';

import { exitCodes } from '../exit-code.ts';

/** Goes back to the newest backup of the journal, with the queue paused. */
export async function restore(options: { data?: string }): Promise<number> {
  const { dataFolder } = readSettings(process.env, { dataFolder: options.data });
  const restored = await restoreJournal(dataFolder, systemClock);
  if (restored === undefined) {
    console.error(`There is no backup of the journal in ${dataFolder}. Nothing was changed.`);
    return exitCodes.failed;
  }
  console.log(
    `The journal is that of ${restored.backup}; the former one is kept as ${restored.keptAs}.\nThe queue is paused: what was bought after the backup is not known here. Look through the runs before you go on: "batchwork jobs" lists them, "batchwork resume" goes on with them.`,
  );
  return exitCodes.complete;
}
