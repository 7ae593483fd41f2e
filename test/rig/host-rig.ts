import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StartJob } from '#core/api/jobs.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { RunEvent } from '#core/run/event.ts';
import type { EmulatorSettings } from '#emulator/settings.ts';
import { startEmulator } from '#emulator/start-emulator.ts';
import type { Truth } from '#emulator/truth-log.ts';
import type { Host } from '#host/host.ts';
import { openHost } from '#host/open-host.ts';
import type { NodePatience } from '#platform/custom-node/custom-node.ts';
import { readSettings } from '#platform/settings.ts';

/** Both providers emulated and quick: no waiting, small pictures. */
export const quickEmulator: Partial<EmulatorSettings> = { latencyScale: 0, longestSide: 64 };

/** The environment of a process that draws with the emulator at `url` and waits as little as it can. */
export const emulatedEnvironment = (url: string, folder: string): Record<string, string> => ({
  RUNCOMFY_BASE_URL: url,
  RUNCOMFY_TOKEN: 'test-token',
  WAVESPEED_BASE_URL: url,
  WAVESPEED_API_KEY: 'test-key',
  WAVESPEED_PER_MINUTE: '0',
  BATCHWORK_POLL_MS: '5',
  BATCHWORK_DATA: join(folder, 'data'),
  BATCHWORK_CONFIG: join(folder, 'config'),
});

export interface HostRig {
  readonly host: Host;
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly emulatorUrl: string;
  /** Puts a rule into the emulator's fault book. */
  fault(rule: object): Promise<void>;
  configure(settings: Partial<EmulatorSettings>): Promise<void>;
  /** What the providers did, by their own account. */
  truth(): Promise<readonly Truth[]>;
  /** Starts a run and answers with all of its events. */
  run(workflow: WorkflowDocument, options?: Omit<StartJob, 'workflow'>): Promise<readonly RunEvent[]>;
  /** Events of a run up to its end. */
  follow(run: string): Promise<readonly RunEvent[]>;
  /** Closes the host and opens it again on the same folder, as a restart does. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A host in a temporary folder, and both providers emulated beside it. */
export async function openHostRig(
  options: {
    emulator?: Partial<EmulatorSettings>;
    environment?: Record<string, string>;
    nodesFolder?: string;
    nodePatience?: Partial<NodePatience>;
    patience?: 'wait' | 'fail';
    /** Of the process that `restart` opens; the same when left out. */
    patienceAfterRestart?: 'wait' | 'fail';
  } = {},
): Promise<HostRig> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-test-'));
  const emulator = await startEmulator({ settings: { ...quickEmulator, ...options.emulator } });
  const environment = { ...emulatedEnvironment(emulator.url, folder), ...options.environment };
  const open = (patience = options.patience): Promise<Host> =>
    openHost({
      settings: readSettings(environment),
      environment,
      nodesFolder: options.nodesFolder ?? 'nodes',
      ...(options.nodePatience === undefined ? {} : { nodePatience: options.nodePatience }),
      patience: patience ?? 'fail',
    });
  let host = await open();
  const admin = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${emulator.url}/__emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const follow = async (run: string): Promise<readonly RunEvent[]> => {
    const events: RunEvent[] = [];
    for await (const event of host.durable.events(run, 0, new AbortController().signal)) {
      events.push(event);
      if (event.type === 'run-end') break;
    }
    return events;
  };
  return {
    get host() {
      return host;
    },
    folder,
    environment,
    emulatorUrl: emulator.url,
    fault: async (rule) => void (await admin('POST', '/faults', rule)),
    configure: async (settings) => void (await admin('POST', '/settings', settings)),
    truth: async () => ((await admin('GET', '/log')) as { entries: readonly Truth[] }).entries,
    follow,
    run: async (workflow, request = {}) => {
      const started = await host.startRun({ ...request, workflow: { ...workflow } });
      if (started.type !== 'started') throw new Error(JSON.stringify(started));
      return follow(started.run);
    },
    restart: async () => {
      await host.close();
      host = await open(options.patienceAfterRestart);
    },
    [Symbol.asyncDispose]: async () => {
      await host.close();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
