import { mix } from './colour.ts';
import type { Light } from './lights.ts';
import type { Palette } from './palettes.ts';
import type { Random } from './seeded-random.ts';

/** What a scene is drawn on and with. */
export interface Stage {
  /** Picture units: 1000 on the short side. */
  readonly w: number;
  readonly h: number;
  /** y of the horizon. */
  readonly horizon: number;
  /** Already in the light of the batch. */
  readonly palette: Palette;
  readonly light: Light;
  readonly random: Random;
  /** A colour as the light of the batch shows it. */
  readonly lit: (colour: string) => string;
}

/** A place, in two layers: behind the character and before it. */
export interface SceneLayers {
  /** Definitions of gradients, if it needs its own. */
  readonly definitions?: string;
  /** Covers the sky where the scene has none. */
  readonly back: string;
  readonly front: string;
}

/** One kind of place. */
export interface Scene {
  readonly name: string;
  /** What a prompt calls it. */
  readonly words: RegExp;
  /** No place for umbrellas. */
  readonly indoor?: boolean;
  /** Places that go well after it in a batch. */
  readonly related: readonly string[];
  draw(stage: Stage): SceneLayers;
}

/** Makes the function that shows colours as a light does. */
export const inLight =
  (light: Light): ((colour: string) => string) =>
  (colour) =>
    mix(colour, light.tint, light.share);

/** A soft line of hills across the picture, closed at the bottom. */
export function hills(
  { w, h, random }: Stage,
  options: { y: number; rise: number; waves: number; fill: string },
): string {
  const { y, rise, waves } = options;
  const step = w / waves;
  let x = -step * random();
  let height = y - rise * random();
  let d = `M${(x - 50).toFixed(1)} ${h + 10}L${x.toFixed(1)} ${height.toFixed(1)}`;
  while (x < w + step) {
    const next = y - rise * random();
    const far = x + step * (0.7 + 0.6 * random());
    const half = (x + far) / 2;
    d += `C${half.toFixed(1)} ${height.toFixed(1)} ${half.toFixed(1)} ${next.toFixed(1)} ${far.toFixed(1)} ${next.toFixed(1)}`;
    x = far;
    height = next;
  }
  return `<path d="${d}L${(x + 50).toFixed(1)} ${h + 10}Z" fill="${options.fill}"/>`;
}

/** Something drawn several times, spread over the width with some disorder. */
export function spread(
  { w, random }: Stage,
  count: number,
  draw: (x: number, index: number) => string,
): string {
  return Array.from({ length: count }, (_, index) =>
    draw(((index + 0.15 + 0.7 * random()) / count) * w, index),
  ).join('');
}
