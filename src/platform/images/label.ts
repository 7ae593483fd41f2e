/** Digits as strokes in a box 6 wide and 10 high, so that no font of the machine is needed. */
const digitStrokes = [
  'M3 0C.8 0 0 2 0 5s.8 5 3 5 3-2 3-5-.8-5-3-5Z',
  'M.8 2 3.2 0v10',
  'M.2 2.6C.4 1 1.4 0 3 0c1.8 0 2.8 1.1 2.8 2.7C5.8 5.2 1.6 7 0 10h6',
  'M.3 1.6C.8.6 1.8 0 3 0c1.6 0 2.7 1 2.7 2.4C5.7 3.9 4.6 4.7 2.6 4.7 4.8 4.7 6 5.7 6 7.3 6 8.9 4.8 10 3 10 1.6 10 .5 9.3 0 8.2',
  'M4.5 10V0L0 7h6',
  'M5.4 0H1L.5 4.7C1.1 4.1 2 3.8 2.9 3.8 4.8 3.8 6 5 6 6.9 6 8.8 4.7 10 2.9 10 1.6 10 .6 9.4 0 8.4',
  'M5.4 1.3C4.9.5 4.1 0 3.2 0 1.1 0 0 2.3 0 5.6 0 8.4 1.2 10 3.1 10 4.8 10 6 8.7 6 6.9 6 5.1 4.8 3.9 3.2 3.9 1.5 3.9.2 5.2.1 6.8',
  'M0 0h6C4 2.8 2.6 6.2 2.2 10',
  'M3 4.6C1.5 4.6.4 3.7.4 2.3.4.9 1.5 0 3 0s2.6.9 2.6 2.3C5.6 3.7 4.5 4.6 3 4.6 1.3 4.6 0 5.6 0 7.3S1.3 10 3 10s3-1 3-2.7S4.7 4.6 3 4.6Z',
  'M.6 8.7C1.1 9.5 1.9 10 2.8 10 4.9 10 6 7.7 6 4.4 6 1.6 4.8 0 2.9 0 1.2 0 0 1.3 0 3.1 0 4.9 1.2 6.1 2.8 6.1 4.5 6.1 5.8 4.8 5.9 3.2',
] as const;

/** Units of a digit and the space after it. */
const advance = 8.2;
const padding = { x: 5, y: 4 };

export interface Label {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** A whole number in a small dark pill, `height` pixels high. */
export function drawLabel(number: number, height: number): Label {
  const digits = Array.from(String(number), Number);
  const inner = digits.length * advance - (advance - 6);
  const units = { width: Math.max(inner + 2 * padding.x, 10 + 2 * padding.y), height: 10 + 2 * padding.y };
  const width = Math.round((height * units.width) / units.height);
  const left = (units.width - inner) / 2;
  const strokes = digits
    .map(
      (digit, index) =>
        `<path transform="translate(${left + index * advance} ${padding.y})" d="${digitStrokes[digit]}"/>`,
    )
    .join('');
  return {
    width,
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${units.width} ${units.height}"><rect width="${units.width}" height="${units.height}" rx="${units.height / 2}" fill="#0e0f11" fill-opacity=".72"/><g fill="none" stroke="#fff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${strokes}</g></svg>`,
  };
}
