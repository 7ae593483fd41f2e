import type { ImageRequest, RequestIssue } from '#core/model/image-model.ts';
import { parseResolution } from '#core/model/resolution.ts';

import { referenceIssues } from '../reference-issues.ts';

/** RunComfy's edit page of the model. */
const maxReferences = 14;

/** RunComfy's model page says "less than 600 characters". */
const promptLimit = 600;

/** References select the sibling that edits. */
export const modelOf = (referenceCount: number): string =>
  referenceCount > 0 ? 'bytedance/seedream-4-5/edit-sequential' : 'bytedance/seedream-4-5/sequential';

/** RunComfy's word for a resolution: one of its labels; undefined when it has none. */
export function resolutionLabel(resolution: string): string | undefined {
  const parsed = parseResolution(resolution);
  return parsed?.kind === 'tier' ? parsed.tier : parsed?.label;
}

/** What RunComfy cannot do with a request, or may mind. */
export function checkRequest(request: ImageRequest, title: string): RequestIssue[] {
  const issues = referenceIssues(request, title, maxReferences);
  if (resolutionLabel(request.resolution) === undefined)
    issues.push({
      severity: 'error',
      field: 'resolution',
      message: `${title} draws only in its own eleven sizes, not in ${request.resolution}. Choose one of the presets.`,
    });
  if (request.prompt.length > promptLimit)
    issues.push({
      severity: 'warning',
      field: 'prompt',
      message: `${title} asks for prompts below ${promptLimit} characters; this one has ${request.prompt.length}.`,
    });
  return issues;
}

/** The JSON text of the POST: exactly the documented keys. `images` are data URIs. */
export function bodyOf(request: ImageRequest, images: readonly string[]): string {
  return JSON.stringify({
    prompt: request.prompt,
    sequential_image_generation_options: request.count,
    resolution: resolutionLabel(request.resolution),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...(images.length === 0 ? {} : { images }),
  });
}
