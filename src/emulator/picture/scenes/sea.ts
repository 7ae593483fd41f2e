import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { spread, type Scene, type Stage } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke, verticalGradient } from '../svg.ts';
import { cloud } from './plants.ts';

function sailBoat(stage: Stage, x: number, y: number, size: number): string {
  const { palette } = stage;
  return (
    path(
      `M${x - size} ${y}L${x + size} ${y}Q${x + size * 0.7} ${y + size * 0.45} ${x} ${y + size * 0.45}Q${x - size * 0.7} ${y + size * 0.45} ${x - size} ${y}Z`,
      palette.accent,
    ) +
    polygon([x + 4, y - size * 0.1, x + 4, y - size * 1.9, x + size * 0.9, y - size * 0.1], palette.cream) +
    polygon(
      [x - 6, y - size * 0.1, x - 6, y - size * 1.6, x - size * 0.7, y - size * 0.1],
      lighter(palette.second, 0.3),
    )
  );
}

function lighthouse(stage: Stage, x: number, y: number, size: number): string {
  const { palette, light } = stage;
  const glow =
    light.moon || light.name === 'dusk' ? circle([x, y - size * 1.12, size * 0.7], 'url(#glow)') : '';
  return (
    ellipse([x, y + size * 0.06, size * 0.9, size * 0.22], palette.near) +
    glow +
    polygon(
      [x - size * 0.2, y, x - size * 0.13, y - size, x + size * 0.13, y - size, x + size * 0.2, y],
      palette.cream,
    ) +
    polygon(
      [
        x - size * 0.187,
        y - size * 0.2,
        x - size * 0.166,
        y - size * 0.5,
        x + size * 0.166,
        y - size * 0.5,
        x + size * 0.187,
        y - size * 0.2,
      ],
      palette.accent,
    ) +
    polygon(
      [
        x - size * 0.148,
        y - size * 0.75,
        x - size * 0.13,
        y - size,
        x + size * 0.13,
        y - size,
        x + size * 0.148,
        y - size * 0.75,
      ],
      palette.accent,
    ) +
    box([x - size * 0.1, y - size * 1.2, size * 0.2, size * 0.2], light.sun) +
    polygon(
      [x - size * 0.16, y - size * 1.2, x, y - size * 1.38, x + size * 0.16, y - size * 1.2],
      palette.ink,
    )
  );
}

/** Water to the horizon, a beach in front. */
export const sea: Scene = {
  name: 'sea',
  words:
    /\b(sea|seaside|oceans?|beach|coast\w*|island|harbou?r|waves?|sail\w*|ships?|boats?|shore|lighthouse|underwater|surf\w*)\b/i,
  related: ['lake', 'desert', 'market', 'meadow'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const deep = mix(lit('#2f7fa8'), palette.near, 0.25);
    const bright = mix(lit('#7cc7d6'), light.sky[2], 0.3);
    const shore = horizon + (h - horizon) * 0.48;
    const glitter = Array.from({ length: 26 }, () => {
      const y = between(random, horizon + 8, shore - 20);
      const near = (y - horizon) / (shore - horizon);
      const x = random() * w;
      const length = 20 + near * 70;
      return stroke(
        `M${x} ${y}q${length / 4} ${-4 - near * 5} ${length / 2} 0t${length / 2} 0`,
        lighter(bright, 0.5),
        2 + near * 3,
        {
          opacity: 0.5,
        },
      );
    }).join('');
    const sand = mix(lit('#f3dcae'), palette.ground, 0.35);
    const wave = (y: number, fill: string, opacity: number): string =>
      path(
        `M-10 ${y}C${w * 0.2} ${y - 34} ${w * 0.35} ${y + 26} ${w * 0.55} ${y}S${w * 0.85} ${y - 26} ${w + 10} ${y + 8}L${w + 10} ${h}L-10 ${h}Z`,
        fill,
        { opacity },
      );
    const right = random() < 0.5;
    const back =
      cloud({ x: w * 0.25, y: h * 0.2, size: 130, fill: '#ffffff', opacity: 0.6 }) +
      cloud({ x: w * 0.78, y: h * 0.3, size: 90, fill: '#ffffff', opacity: 0.5 }) +
      box([0, horizon, w, h - horizon], 'url(#water)') +
      ellipse([right ? w * 0.15 : w * 0.85, horizon + 4, 220, 46], mix(palette.far, light.sky[1], 0.3)) +
      box([0, horizon + 4, w, 60], 'url(#water)') +
      lighthouse(stage, right ? w * 0.86 : w * 0.13, horizon + 26, 150) +
      sailBoat(stage, w * between(random, 0.3, 0.7), horizon + 50, 46) +
      glitter +
      wave(shore - 14, lighter(bright, 0.6), 0.7) +
      wave(shore + 10, '#ffffff', 0.8) +
      wave(shore + 26, sand, 1) +
      spread(stage, 8, (x) =>
        ellipse([x, between(random, shore + 70, h), between(random, 20, 60), 5], darker(sand, 0.1), {
          opacity: 0.6,
        }),
      ) +
      spread(stage, 3, (x) => {
        const y = between(random, shore + 80, h * 0.95);
        return (
          path(`M${x - 14} ${y}a14 14 0 0 1 28 0z`, palette.accent) +
          stroke(`M${x} ${y}v-12M${x - 5} ${y}l-3 -10M${x + 5} ${y}l3 -10`, palette.cream, 2)
        );
      });
    const leafX = right ? -20 : w + 20;
    const side = right ? 1 : -1;
    const leaf = (dx: number, dy: number, fill: string): string =>
      path(
        `M${leafX} -20Q${leafX + side * dx * 0.5} ${dy * 0.2 - 60} ${leafX + side * dx} ${dy}Q${leafX + side * dx * 0.4} ${dy * 0.5} ${leafX} 40Z`,
        fill,
      );
    const front =
      leaf(330, 130, palette.near) +
      leaf(250, 260, lighter(palette.near, 0.1)) +
      leaf(420, 30, darker(palette.near, 0.12)) +
      leaf(140, 330, darker(palette.near, 0.05));
    return {
      definitions: verticalGradient('water', [
        [0, bright],
        [1, deep],
      ]),
      back,
      front,
    };
  },
};
