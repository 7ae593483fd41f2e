import { openHost } from '#host/open-host.ts';
import { readServerNote } from '#host/server-note.ts';
import { FolderInUseError } from '#platform/journal/open-database.ts';
import type { Settings } from '#platform/settings.ts';

import { UsageError } from './exit-code.ts';
import { nodesFolder } from './folders.ts';
import { redactOutput } from './redact-output.ts';
import { remoteRunner } from './remote-runner.ts';
import { localRunner, type Runner } from './runner.ts';

/** Opens the data folder in this process, or hands over to the server that has it. */
export async function openRunner(
  settings: Settings,
  options: {
    ownOutput: boolean;
    /** Goes on with nothing that is unfinished. */
    onlyLooks?: boolean;
  },
): Promise<{ runner: Runner; outputFolder: string }> {
  try {
    const host = await openHost({
      settings,
      environment: process.env,
      nodesFolder,
      // Nobody may be there to mend a key while it waits; what others started is theirs to wait for.
      patience: 'fail',
      onlyLooks: options.onlyLooks === true,
    });
    redactOutput(host.keys.guard);
    return { runner: localRunner(host), outputFolder: settings.outputFolder };
  } catch (error) {
    const url = error instanceof FolderInUseError ? await readServerNote(settings.dataFolder) : undefined;
    if (url === undefined) throw error;
    if (options.ownOutput)
      throw new UsageError(
        `The server at ${url} has the data folder and saves into its own output folder. Name another --data to use --output.`,
      );
    return { runner: remoteRunner(url, settings.token), outputFolder: `the output folder of ${url}` };
  }
}
