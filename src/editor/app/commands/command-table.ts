import { arrangeCommands } from './arrange-commands.ts';
import type { Command } from './command.ts';
import { editCommands } from './edit-commands.ts';
import { nodeCommands } from './node-commands.ts';
import { panelCommands } from './panel-commands.ts';
import { runCommands } from './run-commands.ts';
import { tabCommands } from './tab-commands.ts';
import { viewCommands } from './view-commands.ts';
import { walkCommands } from './walk-commands.ts';
import { workflowCommands } from './workflow-commands.ts';

/** Every command there is, in the order of the sheet of shortcuts. */
export const commandTable: readonly Command[] = [
  ...runCommands,
  ...workflowCommands,
  ...tabCommands,
  ...editCommands,
  ...nodeCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...walkCommands,
  ...panelCommands,
];

const byId = new Map(commandTable.map((command) => [command.id, command]));

/** @throws for an id that is not in the table, which is a slip in our own code. */
export function commandOf(id: string): Command {
  const command = byId.get(id);
  if (command === undefined) throw new Error(`There is no command "${id}".`);
  return command;
}
