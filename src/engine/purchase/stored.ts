import type { TaskContext } from '#core/durable/seam.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import { StorageError } from '#core/run/failure.ts';

/** Tries without patience, before the disk counts as broken. */
const tries = 5;

/** Longest wait between tries, in units of the base of all waiting times. */
const longestPause = 30;

/**
 * Does what needs the disk. While the disk does not take it, waits and does it again, however long that takes where
 * somebody can mend it; what was fetched is paid for. `onWait` tells why and until when.
 */
export async function untilStored<T>(
  options: {
    capabilities: Pick<Capabilities, 'clock' | 'patience' | 'pollMs'>;
    task: Pick<TaskContext, 'run'>;
    onWait: (reason: string, nextTryAt: number) => void;
  },
  body: () => Promise<T>,
): Promise<T> {
  const { capabilities, task, onWait } = options;
  const { clock, pollMs } = capabilities;
  for (let number = 1; ; number += 1) {
    try {
      return await body();
    } catch (error) {
      if (!(error instanceof StorageError) || (capabilities.patience(task.run) === 'fail' && number >= tries))
        throw error;
      const pauseMs = pollMs * Math.min(longestPause, 2 ** Math.min(number, 5));
      onWait(error.message, clock.now() + pauseMs);
      await clock.sleep(pauseMs);
    }
  }
}
