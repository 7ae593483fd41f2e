import { hash } from 'node:crypto';

import type { ImageModel, ImageRequest, Operation, PreparedRequest } from '#core/model/image-model.ts';
import type { Clock } from '#core/run/capabilities.ts';
import type { EmulatorSettings } from '#emulator/settings.ts';
import { startEmulator, type Emulator } from '#emulator/start-emulator.ts';
import type { ProviderOptions } from '#providers/provider-options.ts';
import { createRunComfyModel } from '#providers/runcomfy/create-runcomfy-model.ts';
import { createWaveSpeedModel } from '#providers/wavespeed/create-wavespeed-model.ts';

/** A clock that the test moves; waiting moves it too. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 2, 3, 4, 5)): ManualClock {
  let now = start;
  return {
    now: () => now,
    elapsed: () => now - start,
    advance: (ms) => void (now += ms),
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    random: () => 0.5,
  };
}

export const never = new AbortController().signal;

/** Small pictures: their size is not the point here. */
export const quick: Partial<EmulatorSettings> = { longestSide: 48 };

export interface Rig {
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  model(provider: 'runcomfy' | 'wavespeed', changes?: Partial<ProviderOptions>): ImageModel;
  admin(method: string, path: string, body?: unknown): Promise<unknown>;
  fault(rule: unknown): Promise<void>;
  log(): Promise<{ entries: Record<string, unknown>[]; calls: Record<string, number> }>;
  close(): Promise<void>;
}

const keyVariables = { runcomfy: 'RUNCOMFY_TOKEN', wavespeed: 'WAVESPEED_API_KEY' };
const titles = { runcomfy: 'RunComfy', wavespeed: 'WaveSpeed' };

/** An emulator on a free port, and clients for it. */
export async function openRig(options: { settings?: Partial<EmulatorSettings> } = {}): Promise<Rig> {
  const clock = manualClock();
  const emulator = await startEmulator({ clock, settings: { ...quick, ...options.settings } });
  const admin: Rig['admin'] = async (method, path, body) => {
    const response = await fetch(`${emulator.url}/__emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  return {
    emulator,
    clock,
    model(provider, changes) {
      const create = provider === 'runcomfy' ? createRunComfyModel : createWaveSpeedModel;
      return create({
        provider,
        title: titles[provider],
        demo: false,
        baseUrl: emulator.url,
        key: () => 'secret-key-of-a-test',
        keyVariable: keyVariables[provider],
        fetch: (url, init) => fetch(url, init),
        clock,
        digest: (text) => hash('sha256', text),
        ...changes,
      });
    },
    admin,
    fault: async (rule) => void (await admin('POST', '/faults', rule)),
    log: async () => (await admin('GET', '/log')) as Awaited<ReturnType<Rig['log']>>,
    close: () => emulator.close(),
  };
}

export const foxRequest = (changes: Partial<ImageRequest> = {}): ImageRequest => ({
  provider: 'auto',
  prompt: 'Generate 3 images of a fox',
  count: 3,
  resolution: '2048x2048 (1:1)',
  references: [],
  ...changes,
});

/** Submits and hands out the operation; anything but acceptance fails the test. */
export async function submitted(model: ImageModel, prepared?: PreparedRequest): Promise<Operation> {
  const outcome = await model.submit(prepared ?? (await model.prepare(foxRequest(), [], never)));
  if (outcome.type !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.operation;
}
