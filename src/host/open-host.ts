import { join } from 'node:path';

import type { TaskSummary } from '#core/durable/seam.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import { emptySnapshot, reduceRunAll, type RunSnapshot } from '#core/run/snapshot.ts';
import { startEmulator } from '#emulator/start-emulator.ts';
import { registerTasks } from '#engine/register.ts';
import { runInputSchema } from '#engine/run/run-input.ts';
import { openAssetStore } from '#platform/assets/open-asset-store.ts';
import type { NodePatience } from '#platform/custom-node/custom-node.ts';
import { sha256 } from '#platform/digest.ts';
import { watchDisks } from '#platform/disk-watch.ts';
import { makeImageWork } from '#platform/images/compose-grid.ts';
import { openInputStore } from '#platform/inputs/open-input-store.ts';
import type { LaneLimits } from '#platform/journal/lanes.ts';
import { openJournal, type Journal } from '#platform/journal/open-journal.ts';
import { JournalUnavailableError } from '#platform/journal/writer.ts';
import { keyFile, openKeyStore } from '#platform/keys.ts';
import { makeDownloader } from '#platform/network/downloader.ts';
import { makeProviderFetch } from '#platform/network/provider-fetch.ts';
import { openOutputStore } from '#platform/outputs/open-output-store.ts';
import { openServerSettings, serverSettingsFile } from '#platform/server-settings.ts';
import type { Settings } from '#platform/settings.ts';
import { systemClock } from '#platform/system-clock.ts';

import { makeEmbed } from './embed-workflow.ts';
import type { Host, RunRecord } from './host.ts';
import { openAttempts } from './open-attempts.ts';
import { openCatalog } from './open-catalog.ts';
import { openModels } from './open-models.ts';
import { priceWorkflow, startRun, type RunStarter } from './start-run.ts';

export interface HostOptions {
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the node files. */
  readonly nodesFolder: string;
  /** Loads the nodes again when their folder changes. */
  readonly watchNodes?: boolean;
  /** How long custom nodes may take; the usual times where left out. */
  readonly nodePatience?: Partial<NodePatience>;
  /**
   * What trouble that only a person can mend does to the runs that this process starts; those it goes on with always
   * wait. `wait` when left out.
   */
  readonly patience?: 'wait' | 'fail';
  /** Goes on with nothing that a former process left unfinished. */
  readonly onlyLooks?: boolean;
  /** Hears what the person who runs the server has to know. Left out, a broken journal ends the process. */
  readonly report?: (message: string) => void;
}

/** How long a shutdown waits for the answers of submits under way. */
const quiesceMs = 8_000;
const usualPollMs = 1_000;
/** The demo draws on this very machine. */
const demoLane = { concurrency: 4, perMinute: 0 };
const runComfyModels = 'https://model-api.runcomfy.net';
const runComfyAccounts = 'https://api.runcomfy.net';

/**
 * Puts a process together: journal, stores, provider clients, embedded emulator, engine; then goes on with whatever a
 * former process left unfinished. Throws FolderInUseError while another process has the data folder.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const { settings, environment, nodesFolder, patience = 'wait', report } = options;
  const { dataFolder, outputFolder } = settings;
  const clock = systemClock;
  const serverSettings = await openServerSettings({ file: serverSettingsFile(environment), settings });
  const keys = await openKeyStore({
    file: keyFile(environment),
    environment: { runcomfy: settings.runcomfy.key, wavespeed: settings.wavespeed.key },
  });
  const limitsOf = (lane: string): LaneLimits =>
    lane === 'runcomfy' || lane === 'wavespeed' ? settings[lane].lane : demoLane;
  const journal = await openJournal({
    redact: (json) => keys.guard.redact(json),
    folder: dataFolder,
    clock,
    caps: () => {
      const { maxRunUsd, maxDayUsd } = serverSettings.current();
      return { runUsd: maxRunUsd, dayUsd: maxDayUsd };
    },
    patience,
    onFatal: (message) => {
      // A server stays, to show what there is and to say why nothing goes on.
      if (report !== undefined) report(message);
      else
        setImmediate(() => {
          throw new JournalUnavailableError(message);
        });
    },
    limitsOf,
  });
  const watching = new AbortController();
  const [assets, catalog, emulator] = await Promise.all([
    openAssetStore(dataFolder),
    openCatalog(nodesFolder, {
      watch: options.watchNodes === true ? watching.signal : undefined,
      patience: options.nodePatience,
    }),
    startEmulator({ dataFolder: join(dataFolder, 'demo') }),
  ]);
  const origins = new Set([
    settings.runcomfy.baseUrl,
    settings.wavespeed.baseUrl,
    emulator.url,
    // RunComfy tells the balance of an account on another host than its models.
    ...(settings.runcomfy.baseUrl === runComfyModels ? [runComfyAccounts] : []),
  ]);
  const providerFetch = makeProviderFetch({ origins, guard: keys.guard });
  const downloads = makeDownloader({ assets, trustedOrigins: origins });
  const models = openModels({ settings, keys, fetch: providerFetch.fetch, emulatorUrl: emulator.url });
  const ownRuns = new Set<string>();
  const capabilities: Capabilities = {
    clock,
    digest: sha256,
    memo: journal.memo,
    claims: journal.claims,
    budget: journal.budget,
    assets,
    downloads,
    images: makeImageWork(assets),
    outputs: openOutputStore({
      outputFolder,
      dataFolder,
      assets,
      embed: makeEmbed({
        isOn: () => serverSettings.current().embedWorkflow,
        catalog: () => catalog.current().descriptors,
        documentOf: async (run) => {
          const task = await journal.engine.get(run);
          return task === undefined ? undefined : runInputSchema.parse(task.input).document;
        },
        holdsSecret: (text) => keys.guard.finds(text),
      }),
    }),
    models,
    disk: watchDisks([
      { path: dataFolder, name: 'data folder', holds: 'journal.db' },
      { path: outputFolder, name: 'output folder' },
    ]),
    patience: (run) => (ownRuns.has(run) ? patience : 'wait'),
    pollMs: settings.pollMs ?? usualPollMs,
  };
  const durable = journal.engine;
  const tasks = registerTasks(durable, { catalog: () => catalog.current(), capabilities });
  const unsubscribe = keys.subscribe(() => tasks.wake());
  if (options.onlyLooks !== true) durable.recover();
  if (report !== undefined) journal.backups.keep(watching.signal, report);
  const records = createRecords(journal);
  const inputs = openInputStore(join(dataFolder, 'input'), assets);
  const starter: RunStarter = {
    guard: keys.guard,
    queueLength: () => journal.queue.length(),
    queueLimit: settings.queueLimit,
    findImage: async ({ id, file }) => {
      const stored = id === undefined ? undefined : await assets.describe(id);
      return stored ?? (file === undefined ? undefined : inputs.find(file));
    },
    durable,
    catalog: () => catalog.current(),
    capabilities,
    names: journal.names,
    own: (run) => void ownRuns.add(run),
    refusal: (spend) => journal.budget.refusal(spend),
  };
  return {
    catalog,
    durable,
    assets,
    inputs,
    keys,
    models,
    limitsOf,
    queue: journal.queue,
    attempts: openAttempts(journal, models),
    settings: serverSettings,
    spending: (query) => journal.budget.read(query),
    estimate: async (request) => (await priceWorkflow(starter, request)).estimate,
    startRun: (request, options) => startRun(starter, request, options),
    readRun: async (id) => {
      const task = await durable.get(id);
      return task === undefined ? undefined : records.read(task);
    },
    listRuns: async (limit) => (await durable.list({ limit })).map((task) => records.read(task)),
    cancelRun: (id) => durable.cancel(id),
    close: async () => {
      watching.abort();
      unsubscribe();
      await Promise.race([tasks.quiesce(), clock.sleep(quiesceMs)]);
      journal.close();
      await Promise.all([emulator.close(), downloads.close(), providerFetch.close()]);
    },
  };
}

/** Snapshots that are kept; older ones are folded again when somebody asks. */
const keptSnapshots = 200;

/** Reads runs; of one that was read before only the events since then. */
function createRecords({ events, queue }: Journal): { read(task: TaskSummary): RunRecord } {
  const snapshots = new Map<string, RunSnapshot>();
  return {
    read: (task) => {
      const known = snapshots.get(task.id) ?? emptySnapshot(task.id);
      const snapshot = reduceRunAll(known, events.read(task.id, known.seq));
      snapshots.delete(task.id);
      snapshots.set(task.id, snapshot);
      const [oldest] = snapshots.keys();
      if (snapshots.size > keptSnapshots && oldest !== undefined) snapshots.delete(oldest);
      const input = runInputSchema.parse(task.input);
      return {
        id: task.id,
        snapshot,
        document: input.document,
        workflowFile: input.workflowFile,
        createdAt: task.createdAt,
        cancelRequested: task.cancelRequested,
        queuePosition: queue.positionOf(task.id),
        targets: input.targets,
        submitted: input.submitted,
        nodeIds: input.nodeIds ?? {},
        prompt: input.prompt,
      };
    },
  };
}
