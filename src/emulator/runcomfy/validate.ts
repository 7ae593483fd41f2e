import { parseResolution, resolutionLabels } from '#core/model/resolution.ts';

import type { EmulatedModel } from '../models.ts';
import { tierShape } from '../picture/tier-shape.ts';
import type { BodyIssue } from './errors.ts';

/** A RunComfy body in neutral words. */
export interface RunComfyInput {
  readonly prompt: string;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly references: readonly string[];
}

/** Defaults from RunComfy's model page of the sequential model. */
const defaultResolution = '2048x2048 (1:1)';
const defaultSeed = 41_722_289;

function countIssue(count: unknown): string | undefined {
  if (count === undefined) return 'Field required';
  if (!Number.isInteger(count)) return 'Input should be a valid integer';
  return (count as number) >= 1 && (count as number) <= 15 ? undefined : 'Input should be from 1 to 15';
}

function referenceIssue(images: unknown, model: EmulatedModel): string | undefined {
  if (model.references === 0) return undefined;
  if (!Array.isArray(images) || images.length === 0) return 'Field required';
  if (!images.every((image) => typeof image === 'string')) return 'Input should be a list of URLs';
  return images.length <= model.references
    ? undefined
    : `List should have at most ${model.references} items, not ${images.length}`;
}

/** Checks a body against RunComfy's page of the model. */
export function validateRunComfy(
  model: EmulatedModel,
  body: Record<string, unknown>,
): { input: RunComfyInput } | { issues: readonly BodyIssue[] } {
  const issues: BodyIssue[] = [];
  const check = (field: string, message: string | undefined): void => {
    if (message !== undefined) issues.push({ field, message });
  };
  const {
    prompt,
    sequential_image_generation_options: count = model.sequential ? undefined : 1,
    resolution = defaultResolution,
    seed = defaultSeed,
    images = model.references === 0 ? [] : undefined,
  } = body;

  if (prompt === undefined) check('prompt', 'Field required');
  else if (typeof prompt !== 'string' || prompt.trim() === '')
    check('prompt', 'Input should be a text that is not empty');
  check('sequential_image_generation_options', countIssue(count));
  if (!(resolutionLabels as readonly unknown[]).includes(resolution))
    check('resolution', `Input should be one of ${resolutionLabels.join(', ')}`);
  if (!Number.isInteger(seed)) check('seed', 'Input should be a valid integer');
  check('images', referenceIssue(images, model));
  if (Array.isArray(images) && images.length > 0 && Number(count) + images.length > 15)
    check('images', 'Reference images and generated images together must not exceed 15');
  if (issues.length > 0) return { issues };

  const size = parseResolution(resolution as string);
  const pixels = size?.kind === 'pixels' ? size : tierShape(size?.tier ?? '2K', prompt as string);
  return {
    input: {
      prompt: prompt as string,
      count: count as number,
      width: pixels.width,
      height: pixels.height,
      seed: seed as number,
      references: model.references === 0 ? [] : (images as string[]),
    },
  };
}
