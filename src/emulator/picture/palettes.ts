/** Colours of one batch. */
export interface Palette {
  readonly name: string;
  /** Far to near: hills, trees, houses. */
  readonly far: string;
  readonly middle: string;
  readonly near: string;
  readonly ground: string;
  /** Strong colour of scarf, roofs, flowers. */
  readonly accent: string;
  /** Its partner. */
  readonly second: string;
  /** Light colour of walls, paper, bellies. */
  readonly cream: string;
  /** Lines, noses, window frames. */
  readonly ink: string;
}

/** Every set of colours that a batch can have. */
export const palettes: readonly [Palette, ...Palette[]] = [
  {
    name: 'ember',
    far: '#f0b49a',
    middle: '#d9826b',
    near: '#8c4a56',
    ground: '#f2c38b',
    accent: '#e4572e',
    second: '#2e8b8b',
    cream: '#fff1dc',
    ink: '#3a2435',
  },
  {
    name: 'meadow',
    far: '#a8d5ba',
    middle: '#6fb78a',
    near: '#2f6f5e',
    ground: '#b9d97c',
    accent: '#f4a259',
    second: '#5b8e7d',
    cream: '#fdf6e3',
    ink: '#23392f',
  },
  {
    name: 'lagoon',
    far: '#9bd3dd',
    middle: '#4fa3b5',
    near: '#1f5f7a',
    ground: '#f3dfb1',
    accent: '#ff7f6b',
    second: '#ffc857',
    cream: '#fdfaf0',
    ink: '#17324a',
  },
  {
    name: 'plum',
    far: '#c5b3e0',
    middle: '#8e76b8',
    near: '#4c3a7a',
    ground: '#d9a5b3',
    accent: '#f25f7a',
    second: '#f7b955',
    cream: '#fdf1f0',
    ink: '#2a1f45',
  },
  {
    name: 'citrus',
    far: '#ffe0a3',
    middle: '#f6b352',
    near: '#4b7f52',
    ground: '#c6d57e',
    accent: '#f25c54',
    second: '#2d7dd2',
    cream: '#fffaeb',
    ink: '#2b2d42',
  },
  {
    name: 'berry',
    far: '#f3c4d3',
    middle: '#d9799b',
    near: '#7a2f57',
    ground: '#efcfb0',
    accent: '#d7263d',
    second: '#3f7cac',
    cream: '#fff3f0',
    ink: '#331a33',
  },
  {
    name: 'fjord',
    far: '#b5c9d9',
    middle: '#7898b2',
    near: '#33506b',
    ground: '#c9d3c0',
    accent: '#f2b134',
    second: '#ed553b',
    cream: '#f7f9f5',
    ink: '#1c2b3a',
  },
  {
    name: 'mint',
    far: '#bfe8dc',
    middle: '#79c7b5',
    near: '#2a7f7d',
    ground: '#f0e2c0',
    accent: '#ef6f6c',
    second: '#465775',
    cream: '#fbfdf6',
    ink: '#23324a',
  },
];
