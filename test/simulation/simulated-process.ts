import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { ImageModel, ProviderId } from '#core/model/image-model.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Capabilities, ModelRegistry } from '#core/run/capabilities.ts';
import { FailureError, StorageError } from '#core/run/failure.ts';
import { registerTasks } from '#engine/register.ts';
import type { RunStarter } from '#host/start-run.ts';
import { openJournal, type Journal } from '#platform/journal/open-journal.ts';
import { makeSecretGuard } from '#platform/secret-guard.ts';
import { builtInNodes } from '#test/rig/built-in-nodes.ts';
import { sha256 } from '#test/rig/memory-capabilities.ts';

import type { ProviderSurroundings, SimulatedSeller } from './simulated-provider.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What stays when a process dies: the folder of the journal, stored images, published files. */
export interface SimulatedDisk {
  readonly folder: string;
  readonly assets: Set<string>;
  /** Path by publication key. */
  readonly files: Map<string, string>;
}

/** Spending caps and lane limits of every simulated process. */
export const simulatedLimits = {
  caps: { runUsd: 0.5, dayUsd: 3 },
  lane: { concurrency: 2, perMinute: 6 },
};

export interface SimulatedProcess {
  dead: boolean;
  readonly databases: Set<DatabaseSync>;
  journal: Journal;
  starter: RunStarter;
  /** Submits nothing more; resolves when the answers of submits under way are in. */
  quiesce(): Promise<void>;
  /** A key was changed. */
  wake(): void;
  /** Goes on with what a former process left unfinished. */
  recover(): void;
  /** Tasks that are under way or wait for their turn. */
  countUnfinished(): number;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** The image at an address of the simulated seller. */
export const assetAt = (url: string): AssetRef => ({
  hash: hash('sha256', url),
  mediaType: 'image/jpeg',
  byteLength: 1_000,
  width: 64,
  height: 64,
});

const diskFull = (): StorageError => new StorageError('The disk is full.', 'ENOSPC');

/** Wraps every asynchronous member: a dead process neither does nor learns anything. */
function mortal<T extends object>(process: { readonly dead: boolean }, target: T): T {
  return new Proxy(target, {
    get: (object, name) => {
      const member: unknown = Reflect.get(object, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        if (process.dead) return never();
        const answer: unknown = Reflect.apply(member, object, parameters);
        if (!(answer instanceof Promise)) return answer;
        return answer.then(
          (value: unknown) => (process.dead ? never() : value),
          (error: unknown) => (process.dead ? never() : Promise.reject(error)),
        );
      };
    },
  });
}

/** Opens the product's own journal, engine and run starter over the simulated disk, clock and seller. */
export async function openSimulatedProcess(world: {
  disk: SimulatedDisk;
  clock: VirtualClock;
  seller: SimulatedSeller;
  /** The process that is being opened gets to know its database through this. */
  opening: (process: SimulatedProcess | undefined) => void;
  fault: ProviderSurroundings['fault'];
  crash: () => Promise<never>;
}): Promise<SimulatedProcess> {
  const { disk, seller, fault, crash } = world;
  const process: Partial<SimulatedProcess> & Pick<SimulatedProcess, 'dead' | 'databases'> = {
    dead: false,
    databases: new Set(),
  };
  const clock = world.clock.forProcess(process);
  world.opening(process as SimulatedProcess);
  const journal = await openJournal({
    folder: disk.folder,
    clock,
    caps: () => simulatedLimits.caps,
    limitsOf: () => simulatedLimits.lane,
    onFatal: () => void crash(),
  });
  world.opening(undefined);
  const around: ProviderSurroundings = {
    elapsed: () => world.clock.elapsed(),
    now: () => clock.now(),
    wait: (ms) => clock.sleep(ms),
    fault,
    crash,
  };
  const modelOf = (provider: ProviderId): ImageModel => mortal(process, seller.model(provider, around));
  const models = new Map<ProviderId, ImageModel>(
    (['runcomfy', 'wavespeed', 'local'] as const).map((provider) => [provider, modelOf(provider)]),
  );
  const get: ModelRegistry['get'] = (provider) => models.get(provider) ?? modelOf(provider);
  const capabilities: Capabilities = {
    clock,
    digest: sha256,
    memo: mortal(process, journal.memo),
    claims: mortal(process, journal.claims),
    budget: mortal(process, journal.budget),
    assets: mortal<Capabilities['assets']>(process, {
      has: async (asset) => disk.assets.has(asset.hash),
      read: async () => new Uint8Array(1),
      put: async () => {
        throw new Error('the simulated seller inlines no images');
      },
    }),
    downloads: mortal<Capabilities['downloads']>(process, {
      download: async (url) => {
        const kind = fault('download');
        if (kind === 'crash-before') await crash();
        await clock.sleep(100);
        if (kind === 'disk-full') throw diskFull();
        if (kind === 'trouble' || kind === 'expired')
          throw new FailureError({
            code: 'download-failed',
            message: 'It broke off.',
            retryable: kind === 'trouble',
            charged: 'yes',
            ...(kind === 'expired' ? { httpStatus: 403 } : {}),
          });
        disk.assets.add(assetAt(url).hash);
        if (kind === 'crash-after') await crash();
        return assetAt(url);
      },
    }),
    images: { composeGrid: async () => assetAt('sim://grid'), isBlank: async () => false },
    outputs: mortal<Capabilities['outputs']>(process, {
      publish: async ({ asset, prefix, key }) => {
        const kind = fault('publish');
        if (kind === 'disk-full') throw diskFull();
        if (kind === 'crash-before') await crash();
        const path = disk.files.get(key) ?? `${prefix}_${disk.files.size + 1}.jpg`;
        disk.files.set(key, path);
        if (kind === 'crash-after') await crash();
        return { path, asset };
      },
    }),
    models: { get, resolve: (choice) => get(choice === 'auto' ? 'runcomfy' : choice) },
    disk: { trouble: async () => undefined },
    patience: () => 'wait',
    pollMs: 1_000,
  };
  const catalog = () => builtInNodes;
  const tasks = registerTasks(journal.engine, { catalog, capabilities });
  process.journal = journal;
  process.starter = {
    guard: makeSecretGuard(() => []),
    durable: journal.engine,
    catalog,
    capabilities,
    queueLength: () => 0,
    queueLimit: 1_000,
    findImage: async () => undefined,
    names: journal.names,
    own: () => {},
    refusal: (spend) => journal.budget.refusal(spend),
  };
  process.quiesce = () => tasks.quiesce();
  process.countUnfinished = () => {
    const [database] = process.databases;
    const row = database?.prepare("select count(*) as unfinished from task where state = 'pending'").get();
    return Number(row?.['unfinished'] ?? 0);
  };
  process.wake = () => tasks.wake();
  process.recover = () => journal.engine.recover();
  return process as SimulatedProcess;
}
