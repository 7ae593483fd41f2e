import type { EstimateRequest } from '#core/api/estimate.ts';
import type { StartJob } from '#core/api/jobs.ts';
import type { Spending } from '#core/api/spending.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DurableEngine } from '#core/durable/seam.ts';
import type { ProviderId } from '#core/model/image-model.ts';
import type { Catalog } from '#core/node/catalog.ts';
import type { ModelRegistry } from '#core/run/capabilities.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { Estimate } from '#core/run/estimate.ts';
import type { RunSnapshot } from '#core/run/snapshot.ts';
import type { PromptOrigin, SubmittedWorkflow } from '#engine/run/run-input.ts';
import type { LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import type { InputStore } from '#platform/inputs/open-input-store.ts';
import type { LaneLimits } from '#platform/journal/lanes.ts';
import type { RunQueue } from '#platform/journal/run-queue.ts';
import type { KeyStore } from '#platform/keys.ts';
import type { ServerSettingsStore } from '#platform/server-settings.ts';

import type { Attempts } from './open-attempts.ts';

/** All that is known of one run, for the jobs API and the command line. */
export interface RunRecord {
  readonly id: string;
  readonly snapshot: RunSnapshot;
  readonly document: WorkflowDocument;
  readonly workflowFile: string | undefined;
  /** ms since epoch. */
  readonly createdAt: number;
  readonly cancelRequested: boolean;
  /** Place in the queue, from 1; undefined once it has ended. */
  readonly queuePosition: number | undefined;
  /** Ids of the nodes that the run is for; undefined: all that save or show. */
  readonly targets: readonly string[] | undefined;
  /** The workflow as it was sent, where that was no document. */
  readonly submitted: SubmittedWorkflow | undefined;
  /** Id of a node in what was sent, by its id in the document; those that are equal are left out. */
  readonly nodeIds: Readonly<Record<string, string>>;
  /** What the program said that sent it as a prompt of ComfyUI's first API. */
  readonly prompt: PromptOrigin | undefined;
}

export interface StartRunOptions {
  /** The same key with the same request answers with the same run. */
  readonly idempotencyKey?: string | undefined;
  /** The run's id, chosen by the caller and as good as a key: a prompt of ComfyUI's first API. */
  readonly prompt?:
    | { readonly id: string; readonly origin: PromptOrigin; readonly body: unknown }
    | undefined;
}

export type StartRunResult =
  | { type: 'started'; run: string; created: boolean; diagnostics: readonly Diagnostic[] }
  | { type: 'refused'; diagnostics: readonly Diagnostic[] }
  | { type: 'over-cap'; message: string; estimate: Estimate }
  /** As many runs wait as may wait. */
  | { type: 'queue-full'; message: string }
  /** The idempotency key was used before with another body. */
  | { type: 'key-reused' };

/** The node folder as it is now. */
export interface CatalogSource {
  current(): Catalog;
  /** Answers with a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/**
 * One process's engine with everything it runs on. The server and the command line are both built on it and differ
 * only in who asks and who is shown the events.
 */
export interface Host {
  readonly catalog: CatalogSource;
  /** Lists and cancels runs and tells their events. Runs are started through `startRun`. */
  readonly durable: DurableEngine;
  readonly assets: LocalAssetStore;
  /** Image files that were put in by name. */
  readonly inputs: InputStore;
  /** The keys that the models read. */
  readonly keys: KeyStore;
  readonly models: ModelRegistry;
  /** How much is asked of a provider at once and a minute. */
  limitsOf(provider: ProviderId): LaneLimits;
  /** The order of the runs that have not ended, and whether anything new is bought. */
  readonly queue: Pick<RunQueue, 'read' | 'pause' | 'move' | 'subscribe'>;
  /** Caps and whatever else holds for every way in; read at every use. */
  readonly settings: ServerSettingsStore;
  /** Attempts that wait for a person. */
  readonly attempts: Attempts;
  /** What was estimated and what was paid in the last `days` days. */
  spending(options: { days: number }): Spending;
  /** Diagnostics and upper bounds of what a run would buy; sends nothing paid. */
  estimate(request: EstimateRequest): Promise<Estimate>;
  /** Parse, validate, plan, price, cap, commit: the run is on disk when this answers. */
  startRun(request: StartJob, options?: StartRunOptions): Promise<StartRunResult>;
  readRun(id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  listRuns(limit: number): Promise<readonly RunRecord[]>;
  /** Durable before it answers; false when there is no such run or it had ended. */
  cancelRun(id: string): Promise<boolean>;
  /** Stops taking work, lets open submits finish, closes the journal. */
  close(): Promise<void>;
}
