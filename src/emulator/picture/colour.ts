/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** Reads `#rrggbb`. */
export const toRgb = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

/** Writes `#rrggbb`; parts beyond 0 to 255 are cut. */
export const toHex = (rgb: Rgb): string =>
  `#${rgb
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** From one colour (`share` 0) to another (`share` 1). */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [toRgb(from), toRgb(to)];
  return toHex([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]);
}

/** Towards white by a share from 0 to 1. */
export const lighter = (hex: string, share: number): string => mix(hex, '#ffffff', share);
/** Towards a bluish black by a share from 0 to 1. */
export const darker = (hex: string, share: number): string => mix(hex, '#101426', share);

/** 0 = black, 255 = white, as the eye sees it. */
export function brightness(hex: string): number {
  const [red, green, blue] = toRgb(hex);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

/** How far two colours are apart, weighted roughly as the eye does. */
export function distance(a: string, b: string): number {
  const [x, y] = [toRgb(a), toRgb(b)];
  return Math.hypot(0.55 * (x[0] - y[0]), 0.77 * (x[1] - y[1]), 0.33 * (x[2] - y[2]));
}
