import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene } from '../stage.ts';
import { ellipse, path, polygon, stroke } from '../svg.ts';

function cactus(x: number, y: number, size: number, fill: string): string {
  return (
    stroke(`M${x} ${y}V${y - size}`, fill, size * 0.22) +
    stroke(`M${x} ${y - size * 0.35}H${x - size * 0.34}V${y - size * 0.68}`, fill, size * 0.15) +
    stroke(`M${x} ${y - size * 0.5}H${x + size * 0.32}V${y - size * 0.86}`, fill, size * 0.15) +
    stroke(`M${x - size * 0.03} ${y - size * 0.06}V${y - size * 0.96}`, lighter(fill, 0.25), size * 0.03)
  );
}

/** Dunes, table mountains and cacti. */
export const desert: Scene = {
  name: 'desert',
  words: /\b(deserts?|dunes?|sahara|cactus|cacti|oasis|savanna\w*|western|pyramids?)\b/i,
  related: ['mountains', 'sea', 'market', 'space'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const sand = mix(lit('#f0c27b'), palette.ground, 0.3);
    const rock = mix(lit('#c8714f'), palette.middle, 0.25);
    const mesa = ([x, y, width, height]: readonly [number, number, number, number], fill: string): string =>
      polygon(
        [
          x - width / 2,
          y,
          x - width * 0.4,
          y - height * 0.55,
          x - width * 0.36,
          y - height,
          x + width * 0.34,
          y - height,
          x + width * 0.4,
          y - height * 0.5,
          x + width / 2,
          y,
        ],
        fill,
      ) +
      polygon(
        [
          x + width * 0.12,
          y,
          x + width * 0.16,
          y - height,
          x + width * 0.34,
          y - height,
          x + width * 0.4,
          y - height * 0.5,
          x + width / 2,
          y,
        ],
        darker(fill, 0.14),
      ) +
      polygon(
        [
          x - width * 0.385,
          y - height * 0.7,
          x - width * 0.37,
          y - height * 0.8,
          x + width * 0.355,
          y - height * 0.8,
          x + width * 0.37,
          y - height * 0.7,
        ],
        lighter(fill, 0.18),
      );
    const dune = (y: number, rise: number, fill: string): string => hills(stage, { y, rise, waves: 2, fill });
    const green = mix(lit('#4f8a62'), palette.near, 0.35);
    const back =
      mesa([w * 0.2, horizon + 40, 300, 190], mix(rock, light.sky[1], 0.45)) +
      mesa([w * 0.84, horizon + 50, 360, 260], mix(rock, light.sky[1], 0.25)) +
      mesa([w * 0.56, horizon + 50, 170, 130], mix(rock, light.sky[1], 0.5)) +
      dune(horizon + 50, 60, mix(sand, rock, 0.35)) +
      dune(horizon + 110, 70, mix(sand, rock, 0.15)) +
      spread(stage, Math.round(w / 230), (x) =>
        cactus(x, between(random, horizon + 110, horizon + 190), between(random, 70, 150), green),
      ) +
      dune(horizon + 210, 60, sand) +
      spread(stage, 8, (x) => {
        const y = between(random, horizon + 250, h);
        return stroke(`M${x} ${y}q40 -12 80 0t80 0`, darker(sand, 0.1), 4, { opacity: 0.7 });
      }) +
      spread(stage, 5, (x) =>
        ellipse([x, between(random, h * 0.88, h * 0.97), between(random, 14, 30), 10], mix(rock, sand, 0.3)),
      );
    const front =
      cactus(random() < 0.5 ? w * 0.05 : w * 0.95, h + 30, 330, darker(green, 0.18)) +
      path(`M-10 ${h + 10}Q${w * 0.25} ${h - 70} ${w * 0.55} ${h + 10}Z`, darker(sand, 0.08));
    return { back, front };
  },
};
