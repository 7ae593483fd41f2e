import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene } from '../stage.ts';
import { box, circle, ellipse, path, stroke } from '../svg.ts';
import { fir, leafTree, tuft } from './plants.ts';

/** Rows of trees, the nearest as a frame. */
export const forest: Scene = {
  name: 'forest',
  words: /\b(forests?|woods?|woodland|jungle|trees?|grove)\b/i,
  related: ['lake', 'mountains', 'meadow', 'snow'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const rows = [
      { y: horizon + 10, height: [190, 300], fill: mix(palette.far, light.sky[2], 0.35) },
      { y: horizon + 50, height: [240, 380], fill: palette.far },
      { y: horizon + 110, height: [280, 440], fill: palette.middle },
    ] as const;
    const trunk = lit('#7a5a4a');
    const back = rows
      .map(
        ({ y, height, fill }, row) =>
          spread(stage, Math.round((w / 1000) * (11 - row * 2)), (x, index) => {
            const tall = between(random, height[0], height[1]);
            return (index + row) % 3 === 0
              ? leafTree({
                  x,
                  y,
                  height: tall * 0.85,
                  fill: lighter(fill, 0.08),
                  trunk: mix(trunk, fill, 0.4),
                })
              : fir({ x, y, height: tall, fill });
          }) + box([0, y - 6, w, h], mix(fill, palette.ground, 0.45)),
      )
      .join('');
    const floor = hills(stage, { y: horizon + 165, rise: 30, waves: 3, fill: palette.ground });
    const trail = path(
      `M${w * 0.42} ${h + 5}C${w * 0.4} ${h * 0.9} ${w * 0.62} ${h * 0.86} ${w * 0.54} ${horizon + 160}L${w * 0.57} ${horizon + 160}C${w * 0.68} ${h * 0.86} ${w * 0.58} ${h * 0.92} ${w * 0.66} ${h + 5}Z`,
      lighter(palette.ground, 0.35),
    );
    const mushrooms = spread(stage, 4, (x) => {
      const y = between(random, h * 0.86, h * 0.94);
      const size = between(random, 10, 18);
      return (
        box([x - size * 0.3, y - size, size * 0.6, size * 1.1, size * 0.2], palette.cream) +
        path(
          `M${x - size} ${y - size * 0.8}Q${x} ${y - size * 2.6} ${x + size} ${y - size * 0.8}Z`,
          palette.accent,
        ) +
        circle([x - size * 0.3, y - size * 1.3, size * 0.16], palette.cream) +
        circle([x + size * 0.35, y - size * 1.1, size * 0.12], palette.cream)
      );
    });
    const grass = spread(stage, 12, (x) =>
      tuft(random, {
        x,
        y: between(random, horizon + 200, h * 0.95),
        size: between(random, 26, 44),
        fill: palette.middle,
      }),
    );
    const bark = darker(trunk, 0.25);
    const left = random() < 0.5;
    const frame = (x: number, side: number): string =>
      path(
        `M${x - 70} ${h + 10}Q${x - 20} ${h * 0.7} ${x - 30} -10L${x + 60} -10Q${x + 30} ${h * 0.65} ${x + 90} ${h + 10}Z`,
        bark,
      ) +
      stroke(`M${x + 5} ${h * 0.2}Q${x + 10} ${h * 0.5} ${x} ${h * 0.75}`, lighter(bark, 0.12), 9) +
      ellipse([x + side * 40, 10, 330, 150], palette.near) +
      ellipse([x + side * 210, 30, 190, 120], darker(palette.near, 0.12)) +
      ellipse([x - side * 80, 20, 200, 130], lighter(palette.near, 0.08));
    const front =
      (left ? frame(w * 0.03, 1) : frame(w * 0.95, -1)) +
      spread(stage, 9, (x) =>
        tuft(random, { x, y: h + 12, size: between(random, 60, 120), fill: darker(palette.near, 0.1) }),
      );
    return { back: back + floor + trail + mushrooms + grass, front };
  },
};
