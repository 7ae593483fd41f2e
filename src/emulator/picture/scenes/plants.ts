import { darker, lighter } from '../colour.ts';
import { between, type Random } from '../seeded-random.ts';
import { circle, ellipse, path, polygon, stroke } from '../svg.ts';

/** A fir, its foot at x, y. */
export function fir(at: { x: number; y: number; height: number; fill: string; snow?: string }): string {
  const { x, y, height, fill, snow } = at;
  const half = height * 0.26;
  const tier = (top: number, bottom: number, width: number): string =>
    path(
      `M${x} ${y - height * top}L${x + width} ${y - height * bottom}Q${x} ${y - height * (bottom - 0.05)} ${x - width} ${y - height * bottom}Z`,
      fill,
    ) +
    (snow === undefined
      ? ''
      : path(
          `M${x} ${y - height * top}L${x + width * 0.5} ${y - height * (top + bottom) * 0.5}Q${x + width * 0.2} ${y - height * (top + bottom) * 0.47} ${x} ${y - height * (top + bottom) * 0.52}Q${x - width * 0.25} ${y - height * (top + bottom) * 0.46} ${x - width * 0.5} ${y - height * (top + bottom) * 0.5}Z`,
          snow,
        ));
  return (
    polygon(
      [
        x - height * 0.035,
        y,
        x + height * 0.035,
        y,
        x + height * 0.03,
        y - height * 0.2,
        x - height * 0.03,
        y - height * 0.2,
      ],
      darker(fill, 0.35),
    ) +
    tier(0.62, 0.12, half) +
    tier(0.82, 0.38, half * 0.8) +
    tier(1, 0.62, half * 0.58)
  );
}

/** A round tree, its foot at x, y. */
export function leafTree(at: { x: number; y: number; height: number; fill: string; trunk: string }): string {
  const { x, y, height, fill, trunk } = at;
  const r = height * 0.3;
  return (
    path(
      `M${x - height * 0.04} ${y}Q${x - height * 0.02} ${y - height * 0.3} ${x - height * 0.015} ${y - height * 0.5}L${x + height * 0.02} ${y - height * 0.5}Q${x + height * 0.025} ${y - height * 0.3} ${x + height * 0.05} ${y}Z`,
      trunk,
    ) +
    circle([x - r * 0.62, y - height * 0.56, r * 0.72], fill) +
    circle([x + r * 0.66, y - height * 0.58, r * 0.7], fill) +
    circle([x, y - height * 0.72, r], fill) +
    circle([x - r * 0.25, y - height * 0.8, r * 0.55], lighter(fill, 0.14)) +
    circle([x + r * 0.5, y - height * 0.62, r * 0.34], lighter(fill, 0.1))
  );
}

/** A tuft of grass, its foot at x, y. */
export function tuft(random: Random, at: { x: number; y: number; size: number; fill: string }): string {
  const { x, y, size, fill } = at;
  let blades = '';
  for (let blade = -2; blade <= 2; blade += 1) {
    const lean = blade * size * 0.22 + between(random, -4, 4);
    const height = size * between(random, 0.6, 1);
    blades += path(
      `M${x + blade * size * 0.1 - size * 0.06} ${y}Q${x + lean * 0.4} ${y - height * 0.6} ${x + lean} ${y - height}Q${x + lean * 0.5 + size * 0.06} ${y - height * 0.5} ${x + blade * size * 0.1 + size * 0.06} ${y}Z`,
      fill,
    );
  }
  return blades;
}

/** A flower on a stalk, its foot at x, y. */
export function flower(at: {
  x: number;
  y: number;
  size: number;
  fill: string;
  stalk: string;
  heart: string;
}): string {
  const { x, y, size, fill, heart } = at;
  const head = y - size;
  const r = size * 0.17;
  const petals = [0, 72, 144, 216, 288].map((angle) => {
    const turn = (angle * Math.PI) / 180;
    return circle([x + Math.sin(turn) * r * 1.05, head - Math.cos(turn) * r * 1.05, r], fill);
  });
  return (
    stroke(`M${x} ${y}Q${x + size * 0.06} ${y - size * 0.5} ${x} ${head}`, at.stalk, size * 0.06) +
    ellipse([x + size * 0.14, y - size * 0.35, size * 0.14, size * 0.06], at.stalk) +
    petals.join('') +
    circle([x, head, r * 0.75], heart)
  );
}

/** A cloud around x, y. */
export function cloud(at: { x: number; y: number; size: number; fill: string; opacity: number }): string {
  const { x, y, size, fill, opacity } = at;
  return `<g opacity="${opacity}">${
    ellipse([x, y, size, size * 0.22], fill) +
    circle([x - size * 0.35, y - size * 0.14, size * 0.28], fill) +
    circle([x + size * 0.12, y - size * 0.24, size * 0.36], fill) +
    circle([x + size * 0.52, y - size * 0.08, size * 0.22], fill)
  }</g>`;
}
