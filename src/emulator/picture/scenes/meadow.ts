import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene, type Stage } from '../stage.ts';
import { box, ellipse, path, polygon, stroke } from '../svg.ts';
import { cloud, flower, leafTree, tuft } from './plants.ts';

function balloon(stage: Stage, x: number, y: number, size: number): string {
  const { palette } = stage;
  return (
    stroke(
      `M${x - size * 0.3} ${y + size * 0.8}L${x - size * 0.16} ${y + size * 1.25}M${x + size * 0.3} ${y + size * 0.8}L${x + size * 0.16} ${y + size * 1.25}`,
      palette.ink,
      size * 0.03,
    ) +
    box(
      [x - size * 0.18, y + size * 1.22, size * 0.36, size * 0.26, size * 0.06],
      darker(palette.ground, 0.35),
    ) +
    path(
      `M${x} ${y - size}C${x + size * 1.2} ${y - size} ${x + size} ${y + size * 0.3} ${x + size * 0.3} ${y + size * 0.86}H${x - size * 0.3}C${x - size} ${y + size * 0.3} ${x - size * 1.2} ${y - size} ${x} ${y - size}Z`,
      palette.accent,
    ) +
    path(
      `M${x} ${y - size}C${x + size * 0.55} ${y - size} ${x + size * 0.5} ${y + size * 0.3} ${x + size * 0.14} ${y + size * 0.86}H${x - size * 0.14}C${x - size * 0.5} ${y + size * 0.3} ${x - size * 0.55} ${y - size} ${x} ${y - size}Z`,
      palette.cream,
    ) +
    path(
      `M${x} ${y - size}C${x + size * 0.2} ${y - size} ${x + size * 0.2} ${y + size * 0.3} ${x + size * 0.05} ${y + size * 0.86}H${x - size * 0.05}C${x - size * 0.2} ${y + size * 0.3} ${x - size * 0.2} ${y - size} ${x} ${y - size}Z`,
      palette.second,
    )
  );
}

function cottage(stage: Stage, x: number, y: number, size: number): string {
  const { palette, light } = stage;
  const pane = light.moon || light.name === 'dusk' ? '#ffdf8e' : lighter(palette.far, 0.35);
  return (
    box([x + size * 0.25, y - size * 1.05, size * 0.16, size * 0.4], darker(palette.accent, 0.25)) +
    box([x - size * 0.5, y - size * 0.6, size, size * 0.6], palette.cream) +
    polygon(
      [x - size * 0.62, y - size * 0.56, x, y - size * 1.1, x + size * 0.62, y - size * 0.56],
      palette.accent,
    ) +
    box([x - size * 0.12, y - size * 0.36, size * 0.24, size * 0.36, size * 0.1], palette.second) +
    box([x - size * 0.4, y - size * 0.42, size * 0.18, size * 0.18, 3], pane) +
    box([x + size * 0.22, y - size * 0.42, size * 0.18, size * 0.18, 3], pane)
  );
}

/** Rolling hills, a cottage and a balloon. */
export const meadow: Scene = {
  name: 'meadow',
  words:
    /\b(meadows?|fields?|countryside|farm\w*|hills?|grass\w*|valley|picnic|park|balloons?|fly\w*|sky)\b/i,
  related: ['garden', 'forest', 'lake', 'mountains'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const trunk = lit('#7a5a4a');
    const back =
      cloud({ x: w * 0.22, y: h * 0.18, size: 130, fill: '#ffffff', opacity: 0.65 }) +
      cloud({ x: w * 0.9, y: h * 0.34, size: 100, fill: '#ffffff', opacity: 0.55 }) +
      balloon(stage, w * between(random, 0.62, 0.84), h * between(random, 0.16, 0.24), 70) +
      balloon(stage, w * between(random, 0.1, 0.3), h * between(random, 0.3, 0.38), 36) +
      hills(stage, { y: horizon + 20, rise: 110, waves: 3, fill: mix(palette.far, light.sky[2], 0.25) }) +
      hills(stage, { y: horizon + 70, rise: 90, waves: 2.5, fill: palette.far }) +
      cottage(stage, w * between(random, 0.15, 0.85), horizon + 70, 110) +
      hills(stage, {
        y: horizon + 110,
        rise: 70,
        waves: 2.2,
        fill: mix(palette.middle, palette.ground, 0.35),
      }) +
      spread(stage, Math.round(w / 210), (x) =>
        leafTree({
          x,
          y: horizon + between(random, 100, 150),
          height: between(random, 120, 200),
          fill: palette.middle,
          trunk,
        }),
      ) +
      hills(stage, { y: horizon + 190, rise: 50, waves: 2, fill: palette.ground }) +
      spread(stage, 16, (x) =>
        tuft(random, {
          x,
          y: between(random, horizon + 240, h),
          size: between(random, 22, 40),
          fill: darker(palette.ground, 0.2),
        }),
      ) +
      spread(stage, 12, (x, index) =>
        flower({
          x,
          y: between(random, horizon + 250, h * 0.98),
          size: between(random, 34, 60),
          fill: [palette.accent, palette.cream, palette.second][index % 3] ?? palette.cream,
          stalk: palette.near,
          heart: light.sun,
        }),
      );
    const front =
      ellipse([w * 0.1, h + 40, 260, 90], palette.near) +
      ellipse([w * 0.93, h + 46, 240, 90], darker(palette.near, 0.1)) +
      spread(stage, 8, (x, index) =>
        flower({
          x,
          y: h + 20,
          size: between(random, 70, 120),
          fill: [palette.cream, palette.accent, lighter(palette.second, 0.2)][index % 3] ?? palette.cream,
          stalk: darker(palette.near, 0.1),
          heart: light.sun,
        }),
      );
    return { back, front };
  },
};
