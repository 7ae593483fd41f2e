import type { EmulatedModel } from '../models.ts';

/** A WaveSpeed body in neutral words. */
export interface WaveSpeedInput {
  readonly prompt: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly references: readonly string[];
  readonly sync: boolean;
  readonly base64: boolean;
}

/** Limits from WaveSpeed's model page: pixels a side, and of the whole image. */
const side = { least: 1440, most: 4096 };
const total = { least: 2560 * 1440, most: 4096 * 4096 };

function parseSize(size: unknown): { width: number; height: number } | string {
  const match = typeof size === 'string' ? /^(\d+)\*(\d+)$/.exec(size) : null;
  if (match === null) return 'size must be WIDTH*HEIGHT';
  const width = Number(match[1]);
  const height = Number(match[2]);
  if (Math.min(width, height) < side.least || Math.max(width, height) > side.most)
    return `size: each side must be from ${side.least} to ${side.most} pixels`;
  if (width * height < total.least || width * height > total.most)
    return `size: the total must be from 2560*1440 to 4096*4096 pixels`;
  return { width, height };
}

/** Checks a body against WaveSpeed's page of the model; the first thing wrong is told. */
export function validateWaveSpeed(
  model: EmulatedModel,
  body: Record<string, unknown>,
): WaveSpeedInput | string {
  const {
    prompt,
    max_images: count = 1,
    size = '2048*2048',
    images = [],
    enable_sync_mode: sync = false,
    enable_base64_output: base64 = false,
  } = body;
  if (typeof prompt !== 'string' || prompt.trim() === '') return 'prompt is required';
  if (!Number.isInteger(count) || (count as number) < 1 || (count as number) > 15)
    return 'max_images must be an integer from 1 to 15';
  const pixels = parseSize(size);
  if (typeof pixels === 'string') return pixels;
  if (typeof sync !== 'boolean' || typeof base64 !== 'boolean') return 'enable_* must be true or false';
  if (model.references > 0) {
    if (!Array.isArray(images) || images.length === 0) return 'images is required';
    if (!images.every((image) => typeof image === 'string')) return 'images must be a list of URLs';
    if (images.length > model.references) return `images: at most ${model.references}`;
    if (images.length + (count as number) > 15) return 'images and max_images together must not exceed 15';
  }
  return {
    prompt,
    count: model.sequential ? (count as number) : 1,
    ...pixels,
    references: model.references > 0 ? (images as string[]) : [],
    sync,
    base64,
  };
}
