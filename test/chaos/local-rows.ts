import { noHistory, outage, refusedKey, simulation, type CatalogueRow } from './catalogue-row.ts';

const local = 'chaos/local.test.ts';
const syscalls = 'kill/syscalls.test.ts';
const frozen = 'kill/frozen.test.ts';
const points = 'kill/journal-points.test.ts';
const thawed =
  'F70 F75 F79 frozen after %s for longer than anything waits, then thawed: one purchase, everything there';
const scaleOut = 'There is no scale-out adapter yet; the embedded engine has one process and one file.';

/** Faults of this machine, its disks, processes and browsers, and of scaling out. */
export const localRows: readonly CatalogueRow[] = [
  {
    row: 55,
    fault: 'no room for the files',
    tests: {
      [local]: ['F55 a real disk without room for the files: told, waited for, and gone on with'],
      [syscalls]: ['F55 ENOSPC when an image is written'],
    },
  },
  {
    row: 56,
    fault: 'no room for the journal',
    tests: {
      [syscalls]: ['F56 ENOSPC on a write of the journal'],
      'platform/journal/writer.test.ts': [
        'a full disk is waited for: what is to be stored is stored once there is room',
      ],
      [simulation]: [noHistory],
    },
  },
  {
    row: 57,
    fault: 'a folder that may not be written',
    tests: {
      [syscalls]: ['F57 EACCES when a file gets its name', 'F57 EROFS when a file moves'],
      [outage]: ['an output folder that cannot be written stops the buying; it goes on when it can'],
    },
  },
  {
    row: 58,
    fault: 'no file may be opened any more',
    tests: {
      [syscalls]: ['F58 EMFILE when a file is opened'],
      'platform/network/downloader.test.ts': [
        'F58 without a file to spare (%s) a download is trouble of this machine, which is waited for, and then it comes',
      ],
      'server/open-files.test.ts': [
        'F58 without a file to spare, connections are turned away; the server stays, and answers as soon as there is one',
      ],
    },
  },
  {
    row: 59,
    fault: 'EIO on a sync',
    tests: {
      [syscalls]: ['F59 EIO on a sync of the journal'],
      'platform/journal/writer.test.ts': ['after any other trouble nothing is stored any more'],
    },
  },
  {
    row: 60,
    fault: 'kill -9 at each journal point',
    tests: {
      [points]: ['%s %s, %s'],
      [syscalls]: ['F60 killed at a sync', 'F60 killed when a file gets its name'],
      'kill/random-server.test.ts': [
        'a server, killed at random instants under load, keeps every run it answered, buys once and loses nothing',
      ],
      'kill/random-cli.test.ts': [
        'the command line, killed at random instants, buys each order once and loses nothing',
      ],
    },
  },
  {
    row: 61,
    fault: 'power loss',
    tests: {
      'kill/power-loss.test.ts': [
        'after a power loss at any sync nothing is paid twice and nothing that was answered is gone',
      ],
    },
  },
  {
    row: 62,
    fault: 'a damaged database',
    tests: {
      'platform/journal/integrity.test.ts': [
        'a flipped byte in the %s of a row is found at the start, and nothing is changed',
        'a file that is %s is refused with the offer of the newest backup, and restored from it',
      ],
    },
  },
  {
    row: 63,
    fault: 'a published file deleted or edited by a person',
    tests: {
      [local]: ['F63 a published file that a person deletes stays deleted, and the images stay known'],
    },
  },
  {
    row: 64,
    fault: 'the next name is taken',
    tests: {
      'platform/outputs/output-store.test.ts': [
        'a file of the person is never replaced, whatever its case',
        'a name that somebody else took with the same bytes is not adopted',
      ],
    },
  },
  {
    row: 65,
    fault: 'a link planted in the output folder',
    tests: {
      'platform/outputs/output-store.test.ts': ['a link planted in the output folder is not followed'],
    },
  },
  {
    row: 66,
    fault: 'two processes on one folder',
    tests: {
      'platform/journal/journal.test.ts': [
        'a second process is refused at once, and let in as soon as the first is gone',
      ],
      'cli/run.test.ts': [
        'beside a running server, the run is handed to it; a second server is told where the first is',
      ],
    },
  },
  {
    row: 67,
    fault: 'the port is in use',
    tests: {
      'server/start.test.ts': ['a port that was asked for and is taken is an error that names it'],
    },
  },
  {
    row: 68,
    fault: 'SIGTERM with work under way',
    tests: {
      'server/start.test.ts': ['the server says where it is, answers, and ends with 0 on %s'],
      [simulation]: [noHistory],
    },
  },
  {
    row: 69,
    fault: 'an exception in a node',
    tests: {
      'platform/journal/journal.test.ts': ['a bug in a body ends its task with the error'],
      'cli/bug.test.ts': [
        'F69 an error that nobody catches ends the process with 70, which says so; what was bought comes home at the next start',
      ],
    },
  },
  { row: 70, fault: 'a blocked event loop', tests: { [frozen]: [thawed] } },
  {
    row: 71,
    fault: 'a tab closed in the middle of a run',
    tests: { 'e2e/restart.test.ts': ['a reload in the middle of a run shows the run as it is'] },
  },
  {
    row: 72,
    fault: 'dropped and slow sockets',
    tests: {
      'server/event-socket.test.ts': [
        'a reader that does not keep up is dropped, and misses nothing when it comes back',
        'clients that come in the middle of a burst miss nothing and hear nothing twice',
      ],
    },
  },
  {
    row: 73,
    fault: 'two tabs edit one workflow',
    tests: { 'server/workflow-store.test.ts': ['of two writes with the same tag one wins'] },
  },
  {
    row: 74,
    fault: 'a browser that crashes with unsaved work',
    tests: {
      'editor/state/kept-tabs.test.ts': [
        'tabs come back as they were: order, file, runs, and node types that nobody knows',
      ],
    },
  },
  { row: 75, fault: 'a machine that sleeps', tests: { [frozen]: [thawed] } },
  {
    row: 76,
    fault: 'a custom node that hangs, leaks or exits',
    tests: {
      'platform/custom-node.test.ts': [
        'planning stands still for a hang once, and the run finds it',
        'a hang in one node leaves the rest of the run and of the server alone, and loses nothing that was bought',
      ],
    },
  },
  {
    row: 77,
    fault: 'PostgreSQL restarts, fails over, deadlocks',
    later: scaleOut,
    tests: {
      'platform/journal/writer.test.ts': [
        'a full disk is waited for: what is to be stored is stored once there is room',
      ],
    },
  },
  {
    row: 78,
    fault: 'wake-ups are lost',
    later: scaleOut,
    tests: {
      'platform/journal/journal.test.ts': [
        'children run side by side; those that ended before a crash are not executed again',
      ],
    },
  },
  {
    row: 79,
    fault: 'a worker frozen past its lease',
    later: `${scaleOut} It holds its lock while it is frozen, so that nobody can take its work over.`,
    tests: { [frozen]: [thawed] },
  },
  {
    row: 80,
    fault: 'keys or settings changed during a run',
    tests: { [outage]: [refusedKey] },
  },
];
