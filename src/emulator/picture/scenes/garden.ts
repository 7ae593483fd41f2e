import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene, type Stage } from '../stage.ts';
import { box, circle, ellipse, path, stroke } from '../svg.ts';
import { cloud, flower, leafTree } from './plants.ts';

function butterfly([x, y, size]: readonly [number, number, number], fill: string, ink: string): string {
  return (
    ellipse([x - size * 0.5, y - size * 0.3, size * 0.5, size * 0.4], fill) +
    ellipse([x + size * 0.5, y - size * 0.3, size * 0.5, size * 0.4], fill) +
    ellipse([x - size * 0.35, y + size * 0.3, size * 0.34, size * 0.3], lighter(fill, 0.3)) +
    ellipse([x + size * 0.35, y + size * 0.3, size * 0.34, size * 0.3], lighter(fill, 0.3)) +
    stroke(`M${x} ${y - size * 0.5}V${y + size * 0.5}`, ink, size * 0.14)
  );
}

/** An arch of roses over a path. */
function arch(stage: Stage, x: number, y: number, size: number): string {
  const { palette, random } = stage;
  const d = `M${x - size * 0.5} ${y}V${y - size * 0.8}A${size * 0.5} ${size * 0.5} 0 0 1 ${x + size * 0.5} ${y - size * 0.8}V${y}`;
  const roses = Array.from({ length: 22 }, (_, index) => {
    const t = index / 21;
    const angle = Math.PI * t;
    const [rx, ry] =
      t < 0.2 || t > 0.8
        ? [x + (t < 0.5 ? -1 : 1) * size * 0.5, y - size * 0.8 * (1 - Math.abs(0.5 - t) * 1.2)]
        : [x - Math.cos(angle) * size * 0.5, y - size * 0.8 - Math.sin(angle) * size * 0.46];
    return circle(
      [rx + between(random, -9, 9), ry + between(random, -9, 9), between(random, 10, 20)],
      [palette.accent, palette.cream, palette.middle][index % 3] ?? palette.accent,
    );
  }).join('');
  return stroke(d, palette.near, 30) + stroke(d, lighter(palette.near, 0.15), 9) + roses;
}

/** Hedges, an arch, rows of flowers and butterflies. */
export const garden: Scene = {
  name: 'garden',
  words: /\b(gardens?|flowers?|botanic\w*|greenhouse|blossoms?|roses?|spring|orchard|tulips?|backyard)\b/i,
  related: ['meadow', 'cafe', 'forest', 'city'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const trunk = lit('#7a5a4a');
    const hedge = (y: number, height: number, fill: string): string =>
      box([-20, y - height, w + 40, height + 40, 26], fill) +
      spread(stage, Math.round(w / 60), (x) =>
        circle([x, y - height + between(random, -4, 10), between(random, 26, 44)], fill),
      ) +
      spread(stage, Math.round(w / 70), (x, index) =>
        circle(
          [x, y - height * between(random, 0.1, 0.9), 8],
          index % 2 === 0 ? palette.accent : palette.cream,
        ),
      );
    const lawn = mix(palette.ground, lit('#9ccb6b'), 0.4);
    const row = (y: number, size: number, offset: number): string =>
      Array.from({ length: Math.round(w / (size * 0.62)) }, (_, index) =>
        flower({
          x: (index + 0.5) * size * 0.62 + between(random, -8, 8),
          y: y + between(random, -8, 8),
          size: size * between(random, 0.8, 1.1),
          fill:
            [palette.accent, palette.cream, palette.second, lighter(palette.accent, 0.4)][
              (index + offset) % 4
            ] ?? palette.cream,
          stalk: palette.near,
          heart: light.sun,
        }),
      ).join('');
    const back =
      cloud({ x: w * 0.3, y: h * 0.2, size: 120, fill: '#ffffff', opacity: 0.6 }) +
      hills(stage, { y: horizon - 30, rise: 70, waves: 3, fill: palette.far }) +
      spread(stage, Math.round(w / 190), (x) =>
        leafTree({
          x,
          y: horizon + 30,
          height: between(random, 230, 340),
          fill: mix(palette.middle, palette.far, 0.25),
          trunk,
        }),
      ) +
      hedge(horizon + 60, 90, palette.middle) +
      box([0, horizon + 60, w, h], lawn) +
      path(
        `M${w * 0.47} ${horizon + 60}H${w * 0.55}C${w * 0.58} ${h * 0.8} ${w * 0.72} ${h * 0.9} ${w * 0.8} ${h + 10}H${w * 0.22}C${w * 0.3} ${h * 0.9} ${w * 0.44} ${h * 0.8} ${w * 0.47} ${horizon + 60}Z`,
        lighter(mix(lawn, palette.cream, 0.75), 0.1),
      ) +
      arch(stage, w * 0.51, horizon + 80, 230) +
      row(horizon + 130, 56, 0) +
      box([0, horizon + 128, w * 0.36, 14, 7], palette.near) +
      box([w * 0.64, horizon + 128, w * 0.4, 14, 7], palette.near);
    const front =
      row(h + 24, 120, 2) +
      butterfly(
        [w * between(random, 0.12, 0.25), h * between(random, 0.3, 0.5), 24],
        palette.accent,
        palette.ink,
      ) +
      butterfly(
        [w * between(random, 0.75, 0.9), h * between(random, 0.25, 0.45), 20],
        palette.second,
        palette.ink,
      ) +
      butterfly(
        [w * between(random, 0.4, 0.6), h * between(random, 0.12, 0.2), 24],
        darker(palette.accent, 0.1),
        palette.ink,
      );
    return { back, front };
  },
};
