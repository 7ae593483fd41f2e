import type { Host } from '#host/host.ts';
import { readServerNote } from '#host/server-note.ts';
import { FolderInUseError } from '#platform/journal/open-database.ts';
import type { Settings } from '#platform/settings.ts';

/** Opens a host; when another process has the data folder, the error says where that one is. */
export async function openOrExplain(open: () => Promise<Host>, { dataFolder }: Settings): Promise<Host> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    const url = await readServerNote(dataFolder);
    throw new FolderInUseError(
      `The data folder ${dataFolder} is in use by ${url === undefined ? 'another Batchwork' : `the Batchwork at ${url}`}. Stop that one, or name another folder with --data.`,
    );
  }
}
