/** A time of day: its sky, and what it does to every other colour. */
export interface Light {
  readonly name: string;
  /** Top to bottom. */
  readonly sky: readonly [string, string, string];
  readonly sun: string;
  /** Height of the sun or moon, 0 = horizon, 1 = top. */
  readonly height: number;
  readonly moon: boolean;
  /** Everything in the scene is drawn towards this colour by this share. */
  readonly tint: string;
  readonly share: number;
}

/** Every time of day that a batch can have. */
export const lights: readonly [Light, ...Light[]] = [
  {
    name: 'morning',
    sky: ['#8fc7e8', '#cfe6ea', '#fdeacb'],
    sun: '#fff3c9',
    height: 0.3,
    moon: false,
    tint: '#fff0d0',
    share: 0.06,
  },
  {
    name: 'noon',
    sky: ['#4fa8dd', '#8fcdec', '#d9f0f4'],
    sun: '#fffbe3',
    height: 0.78,
    moon: false,
    tint: '#ffffff',
    share: 0.02,
  },
  {
    name: 'golden',
    sky: ['#7a86c8', '#f3a683', '#ffdf9e'],
    sun: '#fff0b8',
    height: 0.16,
    moon: false,
    tint: '#ffb26b',
    share: 0.16,
  },
  {
    name: 'dusk',
    sky: ['#3b3a73', '#8a5a9c', '#f49d8c'],
    sun: '#ffd9b8',
    height: 0.08,
    moon: false,
    tint: '#5d4a92',
    share: 0.26,
  },
  {
    name: 'night',
    sky: ['#10173d', '#25336b', '#4a5f9e'],
    sun: '#f6f1d5',
    height: 0.7,
    moon: true,
    tint: '#1c2a66',
    share: 0.4,
  },
];
