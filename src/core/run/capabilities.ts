import type { ImageModel, ProviderChoice, ProviderId } from '../model/image-model.ts';
import type { GridOptions } from '../node/context.ts';
import type { PortValue } from '../node/port.ts';
import type { AssetRef } from './asset.ts';

/** Time and waiting. Nothing below the composition roots reads a clock by itself. */
export interface Clock {
  /** The time of day, ms since epoch, for telling. It may be set back or forward at any moment. */
  now(): number;
  /** ms since some moment of this process, for durations: nobody can set it, and `sleep` goes by it. */
  elapsed(): number;
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
}

/** Lower-case hex SHA-256 of the UTF-8 text. */
export type Digest = (text: string) => string;

/** Results by fingerprint, kept across restarts. The engine checks what it reads, so entries are plain JSON. */
export interface Memo {
  get(fingerprint: string): Promise<unknown>;
  set(fingerprint: string, entry: unknown): Promise<void>;
}

/** Outputs of one execution by output name. */
export type OutputsByName = Readonly<Record<string, readonly PortValue[]>>;

/** Image bytes by content. */
export interface AssetStore {
  /**
   * Full decode check, hash and durable store of bytes at hand. Throws FailureError when they are no whole image, and
   * StorageError when the disk does not take them. With `keepRejected`, bytes that are no whole image are kept aside:
   * they were paid for and may be of use to a person.
   */
  put(bytes: Uint8Array, options?: { keepRejected?: boolean }): Promise<AssetRef>;
  read(asset: AssetRef): Promise<Uint8Array<ArrayBuffer>>;
  has(asset: AssetRef): Promise<boolean>;
}

/** Brings provider results home: guarded fetch, no key, no redirect to another origin, full decode check, store. */
export interface Downloader {
  /** Throws FailureError: `download-failed`, `blocked-destination`; `httpStatus` tells an expired URL. */
  download(url: string, provider: ProviderId, signal: AbortSignal): Promise<AssetRef>;
}

/** Image work off the main thread. */
export interface ImageWork {
  composeGrid(images: readonly AssetRef[], options: GridOptions, signal: AbortSignal): Promise<AssetRef>;
  /** Whether the picture is one plain colour from edge to edge. */
  isBlank(asset: AssetRef): Promise<boolean>;
}

export interface Publication {
  readonly asset: AssetRef;
  /** Path below the output folder without counter and extension, all placeholders filled in but not yet made safe. */
  readonly prefix: string;
  readonly format: 'original' | 'png' | 'jpeg' | 'webp';
  /** The file carries the workflow of its run, where the image can and nobody switched it off. */
  readonly embedWorkflow?: boolean;
  /** Stable id of this publication; the same id again after a crash adopts the file that was made. */
  readonly key: string;
  readonly run: string;
}

/** Publishes files into the output folder; never overwrites. */
export interface OutputStore {
  /**
   * Path relative to the output folder, with `/`, and the asset whose picture was written (another one when converted).
   * The asset keeps its bytes; what is embedded stands in the file alone.
   */
  publish(publication: Publication): Promise<{ path: string; asset: AssetRef }>;
}

/** The provider clients of this process, and who is meant by `auto`. */
export interface ModelRegistry {
  /** `auto` resolved; never undefined because `local` needs no key. */
  resolve(choice: ProviderChoice): ImageModel;
  get(provider: ProviderId): ImageModel;
}

/** What an attempt came to. */
export interface Spent {
  /** USD; undefined: nobody knows whether it was charged, so that its reservation keeps counting as spent. */
  readonly usd: number | undefined;
  /** Images that it brought. */
  readonly images: number;
}

/** Spending limits, kept over all runs. */
export interface Budget {
  /** Reserves an estimate before an intent. False: the cap of the run or the day would be passed. */
  reserve(spend: {
    run: string;
    attempt: string;
    usd: number;
    /** Lowers the cap of this run; never raises it. */
    runCapUsd: number | undefined;
  }): Promise<{ ok: true } | { ok: false; message: string }>;
  /** Replaces the reservation by what became of it; later words replace earlier ones. */
  settle(attempt: string, spent: Spent): Promise<void>;
}

/** One unresolved purchase per fingerprint, over all runs and restarts. */
export interface Claims {
  /**
   * Answers with the task that has the fingerprint: `owner` itself when it was free or its own. Durable. `held` names
   * the attempt when that task waits for a person.
   */
  acquire(fingerprint: string, owner: string): Promise<{ owner: string; held?: string | undefined }>;
  /** Tells that the owner waits for a person over this attempt, or (undefined) no longer; wakes who waits for it. */
  hold(fingerprint: string, attempt: string | undefined): Promise<void>;
  release(fingerprint: string, owner: string): Promise<void>;
  /** Resolves when the claim on this fingerprint was given back or held. */
  released(fingerprint: string, signal: AbortSignal): Promise<void>;
}

/** The disks that results go to. */
export interface DiskWatch {
  /** Why nothing that brings so many images is to be bought at the moment, in a sentence. */
  trouble(images: number): Promise<string | undefined>;
}

/** Every effect a run can have, handed in by a composition root. */
export interface Capabilities {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly memo: Memo;
  readonly assets: AssetStore;
  readonly downloads: Downloader;
  readonly images: ImageWork;
  readonly outputs: OutputStore;
  readonly models: ModelRegistry;
  readonly budget: Budget;
  readonly claims: Claims;
  readonly disk: DiskWatch;
  /**
   * What trouble that only a person can mend (a refused key, an empty account, a full disk) does to a run: it waits
   * where somebody can see and mend it, and fails where nobody may be there. What another process started always waits.
   */
  patience(run: string): 'wait' | 'fail';
  /** ms; base of polls, back-off, re-polls and settle period. */
  readonly pollMs: number;
}
