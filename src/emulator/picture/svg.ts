/** Short ways to write SVG. Coordinates are picture units, one thousandth of the short side. */

const n = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * `opacity` is written as that of the fill: an element with an opacity of its own is drawn on a layer as large as the
 * picture, which takes many times as long.
 */
const attributes = (
  values: Readonly<Record<string, string | number | undefined>>,
  opacity = 'fill-opacity',
): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        ` ${name === 'opacity' ? opacity : name}="${typeof value === 'number' && name !== 'opacity' ? n(value) : value}"`,
    )
    .join('');

type Extra = Readonly<Record<string, string | number | undefined>>;

/** x, y, radius. */
export const circle = (at: readonly [number, number, number], fill: string, extra: Extra = {}): string =>
  `<circle cx="${n(at[0])}" cy="${n(at[1])}" r="${n(at[2])}" fill="${fill}"${attributes(extra)}/>`;

/** x, y, horizontal and vertical radius. */
export const ellipse = (
  at: readonly [number, number, number, number],
  fill: string,
  extra: Extra = {},
): string =>
  `<ellipse cx="${n(at[0])}" cy="${n(at[1])}" rx="${n(at[2])}" ry="${n(at[3])}" fill="${fill}"${attributes(extra)}/>`;

/** x, y, width, height, and the radius of the corners. */
export const box = (
  at: readonly [number, number, number, number, number?],
  fill: string,
  extra: Extra = {},
): string =>
  `<rect x="${n(at[0])}" y="${n(at[1])}" width="${n(Math.max(0, at[2]))}" height="${n(Math.max(0, at[3]))}"${at[4] === undefined ? '' : ` rx="${n(at[4])}"`} fill="${fill}"${attributes(extra)}/>`;

/** A shape by its path data. */
export const path = (d: string, fill: string, extra: Extra = {}): string =>
  `<path d="${d}" fill="${fill}"${attributes(extra)}/>`;

/** Corners as x, y, x, y, … */
export const polygon = (corners: readonly number[], fill: string, extra: Extra = {}): string =>
  `<polygon points="${corners.map(n).join(' ')}" fill="${fill}"${attributes(extra)}/>`;

/** A line with round ends. */
export const stroke = (d: string, colour: string, width: number, extra: Extra = {}): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${attributes(extra, 'stroke-opacity')}/>`;

/** Content moved, scaled and turned. */
export const place = (
  content: string,
  at: { x: number; y: number; scale?: number; flip?: boolean; turn?: number },
): string => {
  const scale = at.scale ?? 1;
  const turn = at.turn === undefined || at.turn === 0 ? '' : ` rotate(${n(at.turn)})`;
  const size =
    scale === 1 && at.flip !== true
      ? ''
      : ` scale(${(at.flip === true ? -scale : scale).toFixed(3)} ${scale.toFixed(3)})`;
  return `<g transform="translate(${n(at.x)} ${n(at.y)})${size}${turn}">${content}</g>`;
};

/** A gradient from top to bottom, as definition. */
export const verticalGradient = (
  id: string,
  stops: readonly (readonly [number, string, number?])[],
): string =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops
    .map(
      ([offset, colour, opacity]) =>
        `<stop offset="${offset}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
    )
    .join('')}</linearGradient>`;

/** A gradient from the middle outwards, as definition. */
export const radialGradient = (id: string, stops: readonly (readonly [number, string, number?])[]): string =>
  `<radialGradient id="${id}">${stops
    .map(
      ([offset, colour, opacity]) =>
        `<stop offset="${offset}" stop-color="${colour}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
    )
    .join('')}</radialGradient>`;
