import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { providerIds } from '#core/model/image-model.ts';
import { workflowFormats } from '#interop/workflow-format.ts';
import { JournalDamagedError } from '#platform/journal/checksum.ts';
import { FolderInUseError } from '#platform/journal/open-database.ts';
import { JournalUnavailableError } from '#platform/journal/writer.ts';
import { loadEnvFile, SettingsError } from '#platform/settings.ts';

import { exitCodes, UsageError } from './exit-code.ts';
import { version } from './package-version.ts';

const port = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return value;
};

const dollars = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('An amount in USD was expected, such as 0.50.');
  return value;
};

const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

/** Commands load what they need when they run, so that none waits for the libraries of another. */
function createProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('batchwork')
    .description('Batches of consistent images: a visual editor, and a runner for saved workflows.')
    .version(version)
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  const data = new Option('--data <folder>', 'data folder (default: BATCHWORK_DATA, else ./data)');
  const json = new Option('--json', 'one JSON object a line and nothing else on standard output');

  program
    .command('start')
    .description('start the server and the editor')
    .option('--port <number>', 'port (default: PORT, else 8190 or the next free one)', port)
    .option('--host <address>', 'address to listen on (default: BATCHWORK_HOST, else 127.0.0.1)')
    .option('--token <token>', 'ask everyone for it; needed on any other address (default: BATCHWORK_TOKEN)')
    .option(
      '--allowed-host <name>',
      'further name of this server; may be given more than once (default: BATCHWORK_ALLOWED_HOSTS)',
      (name: string, all: readonly string[] | undefined): readonly string[] => [...(all ?? []), name],
    )
    .addOption(data)
    .option('--no-open', 'do not open a browser')
    .addOption(new Option('--build', 'build the editor first').hideHelp())
    .action(async (options) => finish(await (await import('./commands/start.ts')).start(options)));

  program
    .command('run')
    .description('run a saved workflow')
    .argument('<file>', 'workflow file')
    .option(
      '--set <node.input=value>',
      'type a value into an input; may be given more than once',
      collect,
      [],
    )
    .addOption(
      new Option('--provider <provider>', 'draw with this provider, whatever the nodes say').choices(
        providerIds,
      ),
    )
    .addOption(data)
    .option('--output <folder>', 'folder for the saved files (default: <data>/output)')
    .option('--max-cost <usd>', 'refuse to spend more than this; lowers the caps, never raises them', dollars)
    .option('--dry-run', 'check and price only')
    .option('--force', 'buy anew, even what is known already')
    .addOption(json)
    .action(async (file, options) => finish(await (await import('./commands/run.ts')).run(file, options)));

  program
    .command('check')
    .description('check a workflow without running it')
    .argument('<file>', 'workflow file')
    .addOption(json)
    .action(async (file, options) =>
      finish(await (await import('./commands/check.ts')).check(file, options)),
    );

  program
    .command('convert')
    .description('write a workflow in another format')
    .argument('<file>', 'workflow file, or an image that carries one')
    .addOption(new Option('--to <format>', 'format to write').choices(workflowFormats).makeOptionMandatory())
    .option('-o, --output <file>', 'file to write (default: standard output)')
    .option(
      '--object-info <file>',
      "answer of that ComfyUI's /object_info, which names the widgets of its nodes",
    )
    .addOption(new Option('--json', 'what was done, one JSON object a line on standard error'))
    .action(async (file, options) =>
      finish(await (await import('./commands/convert.ts')).convert(file, options)),
    );

  program
    .command('nodes')
    .description('list the installed nodes')
    .addOption(json)
    .action(async (options) => finish(await (await import('./commands/nodes.ts')).listNodes(options)));

  program
    .command('jobs')
    .description('list what is queued, unfinished, or waits for you')
    .addOption(json)
    .action(async (options) => finish(await (await import('./commands/jobs.ts')).listJobs(options)));

  program
    .command('resume')
    .description('go on with everything that is unfinished, and end when it is done')
    .addOption(json)
    .action(async (options) => finish(await (await import('./commands/resume.ts')).resume(options)));

  program
    .command('resolve')
    .description('decide about an attempt whose outcome nobody knows')
    .argument('<attempt>', 'attempt, as "jobs" names it')
    .addOption(
      new Option('--request-id <id>', "it was bought: the provider's id of the job").conflicts([
        'release',
        'lost',
      ]),
    )
    .option('--release', 'it was not bought: ask again')
    .option('--lost', 'it may have been bought, and is given up')
    .action(async (attempt, options) =>
      finish(await (await import('./commands/resolve.ts')).resolve(attempt, options)),
    );

  program
    .command('restore')
    .description('go back to the newest backup of a damaged journal')
    .addOption(data)
    .action(async (options) => finish(await (await import('./commands/restore.ts')).restore(options)));

  program
    .command('emulate')
    .description('start the emulator of both providers alone')
    .option('--port <number>', 'port (default: a free one)', port)
    .option('--faults <file>', 'JSON file with what is to go wrong')
    .option('--data <folder>', 'keep what was accepted, charged and served in truth.jsonl there')
    .action(async (options) => finish(await (await import('./commands/emulate.ts')).emulate(options)));

  return program;
}

async function main(): Promise<number> {
  let exitCode: number = exitCodes.complete;
  try {
    loadEnvFile(process.cwd());
    await createProgram((code) => {
      exitCode = code;
    }).parseAsync();
    return exitCode;
  } catch (error) {
    // Help and version end this way too, with 0; everything else that commander says is about usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.complete : exitCodes.usage;
    if (error instanceof UsageError || error instanceof SettingsError) {
      console.error(error.message);
      return exitCodes.usage;
    }
    if (
      error instanceof FolderInUseError ||
      error instanceof JournalDamagedError ||
      error instanceof JournalUnavailableError
    ) {
      console.error(error.message);
      return exitCodes.failed;
    }
    console.error(error);
    return exitCodes.failed;
  }
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.complete);
  throw error;
});

// Whatever was under way is journalled; the next start goes on from there.
process.on('uncaughtException', (error) => {
  const told = error instanceof JournalUnavailableError;
  console.error(told ? error.message : error);
  if (!told)
    console.error(
      `Batchwork met an error of its own and ends (exit code ${exitCodes.bug}). What was begun is taken up at the next start.`,
    );
  process.exit(told ? exitCodes.failed : exitCodes.bug);
});

process.exitCode = await main();
// What is still open (sockets kept alive, a job that goes on elsewhere) is no reason to stay.
process.exit();
