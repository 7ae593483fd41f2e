import type { HeldAttempt } from '#core/api/attempts.ts';
import type { EstimateRequest } from '#core/api/estimate.ts';
import type { StartJob } from '#core/api/jobs.ts';
import type { AttentionDecision } from '#core/durable/seam.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Estimate } from '#core/run/estimate.ts';
import type { RunEvent } from '#core/run/event.ts';
import type { RunSnapshot } from '#core/run/snapshot.ts';
import type { Host, StartRunResult } from '#host/host.ts';
import type { Resolution } from '#host/open-attempts.ts';

/** The server stopped, or cannot be reached, while it carries a run out. */
export class ServerGoneError extends Error {
  override readonly name = 'ServerGoneError';
  constructor(url: string) {
    super(`The server at ${url} is gone; the run goes on when it starts again.`);
  }
}

/** Whoever carries a run out for the command line: this process, or the server that has the data folder. */
export interface Runner {
  /** Its URL, where it is a server. */
  readonly server: string | undefined;
  descriptors(): Promise<DescriptorCatalog>;
  putImage(bytes: Uint8Array<ArrayBuffer>): Promise<AssetRef>;
  estimate(request: EstimateRequest): Promise<Estimate>;
  startRun(request: StartJob): Promise<StartRunResult>;
  /** From the first one on; goes on until the caller stops reading. Throws ServerGoneError. */
  events(run: string): AsyncIterable<RunEvent>;
  cancelRun(run: string): Promise<void>;
  /** Whether nothing new is bought at the moment. */
  isPaused(): Promise<boolean>;
  /** Ends the pause of this process's queue; that of a server is for those who paused it. */
  goOn(): void;
  /** Runs that have not ended, or that wait for a person; oldest first. */
  unfinished(): Promise<readonly RunSnapshot[]>;
  /** Attempts that wait for a person, also those of runs that were stopped. */
  held(): Promise<readonly HeldAttempt[]>;
  resolve(attempt: string, decision: AttentionDecision): Promise<Resolution>;
  close(): Promise<void>;
}

export function localRunner(host: Host): Runner {
  return {
    server: undefined,
    descriptors: async () => host.catalog.current().descriptors,
    putImage: (bytes) => host.assets.put(bytes),
    estimate: (request) => host.estimate(request),
    startRun: (request) => host.startRun(request),
    events: (run) => host.durable.events(run, 0, new AbortController().signal),
    cancelRun: async (run) => void (await host.cancelRun(run)),
    isPaused: async () => host.queue.read().paused,
    goOn: () => host.queue.pause(false),
    unfinished: async () => {
      const tasks = await host.durable.list({ states: ['pending', 'attention'] });
      const records = await Promise.all(tasks.map(({ id }) => host.readRun(id)));
      return records.flatMap((record) => record?.snapshot ?? []).toReversed();
    },
    held: async () => host.attempts.list(),
    resolve: (attempt, decision) => host.attempts.resolve(attempt, decision),
    close: () => host.close(),
  };
}
