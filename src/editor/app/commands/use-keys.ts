import { useSession } from '../../state/stores.ts';
import type { Command } from './command.ts';
import { browserKeys, describeKeys, isMac } from './key-words.ts';
import { keysOf } from './keys.ts';

/** Answers with a command's shortcuts as people write them. */
export function useKeyWords(): (command: Command) => readonly string[] {
  const preferences = useSession((state) => state.preferences);
  const mac = isMac();
  return (command) => {
    const own = browserKeys[command.id];
    const keys = own === undefined ? keysOf(command, preferences) : [own];
    return keys.map((key) => describeKeys(key, mac));
  };
}
