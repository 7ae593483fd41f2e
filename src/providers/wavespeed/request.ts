import type { ImageRequest, RequestIssue } from '#core/model/image-model.ts';
import { parseResolution } from '#core/model/resolution.ts';

import { referenceIssues } from '../reference-issues.ts';

/** WaveSpeed's pages of the v4 and v5 edit models; the one of 4.5 names no number. */
const maxReferences = 10;

/** WaveSpeed's model page: pixels a side, and of the whole image. */
const leastSide = 1440;
const mostSide = 4096;
const leastPixels = 2560 * 1440;
const mostPixels = 4096 * 4096;

/** References select the sibling that edits. */
export const modelOf = (referenceCount: number): string =>
  referenceCount > 0 ? 'bytedance/seedream-v4.5/edit-sequential' : 'bytedance/seedream-v4.5/sequential';

/** Resolutions that WaveSpeed cannot express as they are meant, and what is drawn in their place. */
const replaced: Readonly<Record<string, string>> = {
  '2K': '2048*2048',
  '4K': '4096*4096',
  // Its 1296 pixels are below WaveSpeed's least side.
  '3024x1296': '3360*1440',
};

type Size = { size: string; replaces: string | undefined } | { refused: string };

/** WaveSpeed's size for a resolution value, or why it has none. */
export function sizeOf(resolution: string): Size {
  const parsed = parseResolution(resolution);
  if (parsed === undefined) return { refused: `${resolution} is no resolution` };
  const name = parsed.kind === 'tier' ? parsed.tier : `${parsed.width}x${parsed.height}`;
  const other = replaced[name];
  if (other !== undefined) return { size: other, replaces: resolution };
  if (parsed.kind === 'tier') return { refused: `${resolution} is no resolution` };
  const { width, height } = parsed;
  if (Math.min(width, height) < leastSide || Math.max(width, height) > mostSide)
    return { refused: `each side must be from ${leastSide} to ${mostSide} pixels, not ${width} x ${height}` };
  if (width * height < leastPixels || width * height > mostPixels)
    return { refused: `an image must have from 2560 x 1440 to 4096 x 4096 pixels, not ${width} x ${height}` };
  return { size: `${width}*${height}`, replaces: undefined };
}

/** What WaveSpeed cannot do with a request, or does differently. */
export function checkRequest(request: ImageRequest, title: string): RequestIssue[] {
  const issues = referenceIssues(request, title, maxReferences);
  const size = sizeOf(request.resolution);
  if ('refused' in size)
    issues.push({
      severity: 'error',
      field: 'resolution',
      message: `${title} cannot draw this size: ${size.refused}.`,
    });
  else if (size.replaces !== undefined)
    issues.push({
      severity: 'warning',
      field: 'resolution',
      message: `${title} cannot draw ${size.replaces} as such; it draws ${size.size.replace('*', ' x ')} pixels.`,
    });
  if (request.seed !== undefined)
    issues.push({
      severity: 'warning',
      field: 'seed',
      message: `${title} takes no seed; it is not sent.`,
    });
  return issues;
}

/** What the POST says, exactly the documented keys; also what a price is asked for. `images` are URLs. */
export function inputsOf(request: ImageRequest, images: readonly string[]): Record<string, unknown> {
  const size = sizeOf(request.resolution);
  return {
    prompt: request.prompt,
    max_images: request.count,
    size: 'size' in size ? size.size : undefined,
    ...(images.length === 0 ? {} : { images }),
  };
}
