import type { Palette } from '../palettes.ts';

/** How a character stands in one picture. */
export interface Pose {
  readonly legs: 'stand' | 'walk' | 'sit';
  /** Where each hand is; left and right as seen by the viewer. */
  readonly left: Hand;
  readonly right: Hand;
  readonly eyes: 'open' | 'happy' | 'aside';
  /** Held in the right hand. */
  readonly prop: Prop;
}
/** Where a hand is. */
export type Hand = 'down' | 'wave' | 'up' | 'front' | 'hip';
/** What a character carries. */
export type Prop = 'none' | 'lantern' | 'flower' | 'balloon' | 'book' | 'umbrella' | 'camera';

/** What a figure is drawn with: feet at 0, 0, about 430 units tall, upwards negative. */
export interface FigureOptions {
  readonly palette: Palette;
  /** A colour as the light of the batch shows it on a figure. */
  readonly lit: (colour: string) => string;
  readonly trait: number;
  readonly pose: Pose;
}

/** The poses of a batch, in turn. */
export const poses: readonly [Pose, ...Pose[]] = [
  { legs: 'stand', left: 'down', right: 'wave', eyes: 'open', prop: 'none' },
  { legs: 'walk', left: 'down', right: 'front', eyes: 'aside', prop: 'lantern' },
  { legs: 'sit', left: 'front', right: 'front', eyes: 'open', prop: 'book' },
  { legs: 'stand', left: 'up', right: 'up', eyes: 'happy', prop: 'none' },
  { legs: 'walk', left: 'hip', right: 'wave', eyes: 'open', prop: 'balloon' },
  { legs: 'stand', left: 'front', right: 'front', eyes: 'open', prop: 'camera' },
  { legs: 'stand', left: 'hip', right: 'front', eyes: 'happy', prop: 'flower' },
  { legs: 'walk', left: 'down', right: 'wave', eyes: 'open', prop: 'umbrella' },
];

/** Where a hand is, for a body with its shoulder at x 62, y -168. */
export const handAt: Readonly<Record<Hand, readonly [number, number]>> = {
  down: [104, -88],
  wave: [166, -262],
  up: [152, -318],
  front: [64, -118],
  hip: [88, -108],
};

/** Where the elbow bends an arm to a hand. */
export const elbowAt: Readonly<Record<Hand, readonly [number, number]>> = {
  down: [104, -136],
  wave: [136, -160],
  up: [150, -210],
  front: [112, -128],
  hip: [132, -136],
};
