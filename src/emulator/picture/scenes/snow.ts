import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene, type Stage } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';
import { fir } from './plants.ts';

function cabin(stage: Stage, x: number, y: number, size: number): string {
  const { palette, lit } = stage;
  const wood = mix(lit('#9a6848'), palette.near, 0.2);
  const white = lit('#ffffff');
  const logs = Array.from({ length: 5 }, (_, index) =>
    box(
      [x - size * 0.56, y - size * (0.14 + index * 0.13), size * 1.12, size * 0.11, 8],
      index % 2 === 0 ? wood : darker(wood, 0.1),
    ),
  ).join('');
  return (
    circle([x + size * 0.3, y - size * 1.3, size * 0.1], white, { opacity: 0.5 }) +
    circle([x + size * 0.36, y - size * 1.5, size * 0.14], white, { opacity: 0.35 }) +
    box([x + size * 0.22, y - size * 1.2, size * 0.17, size * 0.4], darker(wood, 0.3)) +
    logs +
    polygon(
      [x - size * 0.74, y - size * 0.62, x, y - size * 1.18, x + size * 0.74, y - size * 0.62],
      palette.accent,
    ) +
    path(
      `M${x - size * 0.78} ${y - size * 0.6}L${x} ${y - size * 1.22}L${x + size * 0.78} ${y - size * 0.6}Q${x + size * 0.64} ${y - size * 0.56} ${x + size * 0.54} ${y - size * 0.68}Q${x + size * 0.4} ${y - size * 0.74} ${x + size * 0.28} ${y - size * 0.88}Q${x} ${y - size * 0.94} ${x - size * 0.26} ${y - size * 0.9}Q${x - size * 0.4} ${y - size * 0.7} ${x - size * 0.58} ${y - size * 0.68}Q${x - size * 0.66} ${y - size * 0.54} ${x - size * 0.78} ${y - size * 0.6}Z`,
      white,
    ) +
    box([x - size * 0.13, y - size * 0.42, size * 0.26, size * 0.42, 6], palette.second) +
    box([x - size * 0.44, y - size * 0.46, size * 0.2, size * 0.2, 4], '#ffdf8e') +
    box([x + size * 0.24, y - size * 0.46, size * 0.2, size * 0.2, 4], '#ffdf8e')
  );
}

/** Snowy hills, firs and a cabin with light in its windows. */
export const snow: Scene = {
  name: 'snow',
  words: /\b(snow\w*|winter\w*|ice|icy|frozen|arctic|christmas|ski\w*|antarctic\w*|igloo)\b/i,
  related: ['mountains', 'forest', 'lake', 'room'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const white = lit('#f8fbff');
    const shade = mix(white, light.sky[0], 0.22);
    const green = mix(palette.near, lit('#2f5d62'), 0.4);
    const back =
      hills(stage, { y: horizon - 10, rise: 170, waves: 2.2, fill: mix(palette.far, white, 0.4) }) +
      hills(stage, { y: horizon + 40, rise: 100, waves: 2.6, fill: mix(shade, palette.far, 0.25) }) +
      spread(stage, Math.round(w / 90), (x) =>
        fir({
          x,
          y: horizon + between(random, 40, 90),
          height: between(random, 110, 200),
          fill: mix(green, light.sky[1], 0.35),
          snow: white,
        }),
      ) +
      hills(stage, { y: horizon + 100, rise: 60, waves: 2, fill: shade }) +
      cabin(stage, w * between(random, 0.2, 0.8), horizon + 125, 150) +
      spread(stage, Math.round(w / 240), (x) =>
        fir({
          x,
          y: horizon + between(random, 120, 170),
          height: between(random, 180, 280),
          fill: green,
          snow: white,
        }),
      ) +
      hills(stage, { y: horizon + 190, rise: 40, waves: 2, fill: white }) +
      spread(stage, 6, (x) =>
        ellipse([x, between(random, horizon + 240, h), between(random, 50, 120), 10], shade, {
          opacity: 0.7,
        }),
      );
    const flakes = Array.from({ length: Math.round((w * h) / 16_000) }, () =>
      circle([random() * w, random() * h * 0.96, between(random, 2.5, 8)], '#ffffff', { opacity: 0.85 }),
    ).join('');
    const side = random() < 0.5;
    const branch = (y: number, length: number): string => {
      const x = side ? -10 : w + 10;
      const end = side ? length : w - length;
      return (
        stroke(`M${x} ${y}Q${(x + end) / 2} ${y - 30} ${end} ${y + 30}`, darker(green, 0.2), 26) +
        stroke(`M${x} ${y - 14}Q${(x + end) / 2} ${y - 46} ${end} ${y + 18}`, white, 15)
      );
    };
    return {
      back,
      front:
        branch(60, 330) +
        branch(150, 210) +
        path(
          `M-10 ${h + 10}Q${w * 0.2} ${h - 60} ${w * 0.5} ${h - 16}T${w + 10} ${h - 40}V${h + 10}Z`,
          lighter(white, 0.4),
        ) +
        flakes,
    };
  },
};
