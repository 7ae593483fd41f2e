import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import sharp from 'sharp';
import { inject } from 'vitest';
import { z } from 'zod';

import { startEmulator } from '#emulator/start-emulator.ts';

import { openServer, type ServerRig } from '../server/server-rig.ts';

export interface ClientRig extends ServerRig {
  /** `host:port`, as most clients want it. */
  readonly address: string;
  /** Decides the fate of the next jobs at the provider. */
  fault(rule: unknown): Promise<void>;
  noFaults(): Promise<void>;
  /** Jobs that the provider accepted. */
  accepted(): Promise<number>;
}

const logSchema = z.object({ entries: z.array(z.object({ type: z.string() })) });

/** The real server, with RunComfy played by an emulator that is quick and draws small pictures. */
export async function openClientRig(environment: Record<string, string> = {}): Promise<ClientRig> {
  const emulator = await startEmulator({
    settings: { longestSide: 48, queuedMs: 50, imageMs: 50, jobsAtOnce: 16 },
  });
  const server = await openServer({
    RUNCOMFY_BASE_URL: emulator.url,
    RUNCOMFY_TOKEN: 'a-token-for-tests',
    RUNCOMFY_CONCURRENCY: '16',
    ...environment,
  });
  return {
    ...server,
    address: new URL(server.url).host,
    async fault(rule) {
      const response = await fetch(`${emulator.url}/__emulator/faults`, {
        method: 'POST',
        body: JSON.stringify(rule),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async noFaults() {
      await fetch(`${emulator.url}/__emulator/faults`, { method: 'DELETE' });
    },
    async accepted() {
      const response = await fetch(`${emulator.url}/__emulator/log`);
      const { entries } = logSchema.parse(await response.json());
      return entries.filter(({ type }) => type === 'accepted').length;
    },
    async close() {
      await server.close();
      await emulator.close();
    },
  };
}

/**
 * A package of the isolated installation, as published. Its types are not at hand here, so that the caller says what it
 * expects of it.
 */
export async function loadClient<T>(name: string): Promise<T> {
  const require = createRequire(join(inject('clientsFolder'), 'package.json'));
  try {
    return (await import(pathToFileURL(require.resolve(name)).href)) as T;
  } catch {
    // Without a way in for `require` the package is an ES module.
    return (await import(
      import.meta.resolve(name, pathToFileURL(join(inject('clientsFolder'), 'package.json')).href)
    )) as T;
  }
}

/** A prompt of ComfyUI's own classes, as its users have it. */
export const comfyPrompt = (subject: string, images = 2) => ({
  '4': {
    class_type: 'ByteDanceSeedreamNode',
    inputs: {
      model: 'seedream-4-5-251128',
      prompt: `Generate ${images} images of ${subject}`,
      size_preset: '2048x2048 (1:1)',
      sequential_image_generation: 'auto',
      max_images: images,
      seed: 7,
      watermark: false,
    },
  },
  '9': { class_type: 'SaveImage', inputs: { images: ['4', 0], filename_prefix: 'comfy/fox' } },
});

/** A prompt of our own types that shows and saves. */
export const ownPrompt = (subject: string) => ({
  '1': { class_type: 'Prompt', inputs: { text: `Generate 2 images of ${subject}` } },
  '2': { class_type: 'SequentialGenerate', inputs: { prompt: ['1', 0], count: 2 } },
  '3': { class_type: 'Preview', inputs: { images: ['2', 0] } },
  '5': { class_type: 'Save', inputs: { images: ['2', 0], filename_prefix: 'own' } },
});

/** A small picture, different for each colour. */
export const picture = (color = '#4972c0'): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: color } })
    .png()
    .toBuffer();
