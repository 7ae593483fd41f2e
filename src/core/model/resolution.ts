/**
 * RunComfy's eleven resolution labels, verbatim as its API wants them (model page of
 * bytedance/seedream-4-5/sequential). `2K` and `4K` let the model choose the shape.
 */
export const resolutionLabels = [
  '2K',
  '4K',
  '2048x2048 (1:1)',
  '2304x1728 (4:3)',
  '1728x2304 (3:4)',
  '2560x1440 (16:9)',
  '1440x2560 (9:16)',
  '2496x1664 (3:2)',
  '1664x2496 (2:3)',
  '3024x1296 (21:9)',
  '4096x4096 (1:1)',
] as const;

export type ResolutionLabel = (typeof resolutionLabels)[number];

/** A resolution value is one of the labels, or `WIDTHxHEIGHT` in pixels for a custom size. */
export const resolutionPattern = new RegExp(
  `^(?:${resolutionLabels.map((label) => label.replaceAll(/[()]/g, String.raw`\$&`)).join('|')}|[1-9]\\d{1,4}x[1-9]\\d{1,4})$`,
);

export type ParsedResolution =
  | { kind: 'tier'; tier: '2K' | '4K' }
  | { kind: 'pixels'; width: number; height: number; label: ResolutionLabel | undefined };

/** Reads a resolution value; undefined when it is none. A custom size equal to a label's is that label. */
export function parseResolution(value: string): ParsedResolution | undefined {
  if (value === '2K' || value === '4K') return { kind: 'tier', tier: value };
  const match = resolutionPattern.test(value) ? /^(\d+)x(\d+)/.exec(value) : null;
  if (match === null) return undefined;
  const size = `${match[1]}x${match[2]}`;
  return {
    kind: 'pixels',
    width: Number(match[1]),
    height: Number(match[2]),
    label: resolutionLabels.find((label) => label.startsWith(`${size} `)),
  };
}
