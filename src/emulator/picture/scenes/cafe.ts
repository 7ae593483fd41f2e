import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import type { Scene } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';
import { pottedPlant, windowPane } from './room.ts';

/** A café: counter, shelves of cups, hanging lamps. */
export const cafe: Scene = {
  name: 'cafe',
  indoor: true,
  words: /\b(caf[eé]s?|coffee|bakery|kitchens?|restaurants?|bar|shop|cook\w*|diner|tea|bistro|breakfast)\b/i,
  related: ['room', 'market', 'city', 'garden'],
  draw(stage) {
    const { w, h, palette, random, light, lit } = stage;
    const wall = mix(palette.middle, palette.cream, 0.55);
    const floor = h * 0.8;
    const wood = mix(lit('#a9744f'), palette.ground, 0.2);
    const tiles = Array.from({ length: Math.ceil(w / 64) }, (_, column) =>
      Array.from({ length: 3 }, (_, row) =>
        box(
          [column * 64 + (row % 2) * 32 - 32, h * 0.5 + row * 34, 60, 30, 5],
          row % 2 === 0 ? lighter(wall, 0.35) : lighter(wall, 0.5),
        ),
      ).join(''),
    ).join('');
    const cup = (x: number, y: number, fill: string): string =>
      box([x - 16, y - 32, 32, 32, 7], fill) + stroke(`M${x + 16} ${y - 24}q14 2 0 16`, fill, 5);
    const jar = (x: number, y: number, fill: string): string =>
      box([x - 15, y - 56, 30, 56, 9], lighter(fill, 0.25)) +
      box([x - 15, y - 34, 30, 34, 9], fill) +
      box([x - 12, y - 66, 24, 12, 4], palette.ink);
    const shelf = (y: number, from: number, to: number): string =>
      Array.from({ length: Math.floor((to - from) / 52) }, (_, index) => {
        const fill =
          [palette.accent, palette.cream, palette.second, palette.near][Math.floor(random() * 4)] ??
          palette.cream;
        return (random() < 0.55 ? cup : jar)(from + 28 + index * 52, y, fill);
      }).join('') + box([from, y, to - from, 14, 4], wood);
    const left = random() < 0.5;
    const [from, to] = left ? [w * 0.48, w * 0.96] : [w * 0.04, w * 0.52];
    const lampCount = Math.max(3, Math.round(w / 330));
    const hanging = Array.from({ length: lampCount }, (_, index) => {
      const x = ((index + 0.5) / lampCount) * w;
      const y = between(random, 90, 150);
      return (
        circle([x, y + 40, 84], 'url(#glow)', {
          opacity: light.moon || light.name === 'dusk' ? 0.32 : 0.16,
        }) +
        stroke(`M${x} -10V${y}`, palette.ink, 4) +
        path(
          `M${x - 52} ${y + 34}Q${x - 44} ${y - 10} ${x} ${y - 12}Q${x + 44} ${y - 10} ${x + 52} ${y + 34}Z`,
          palette.accent,
        ) +
        circle([x, y + 36, 15], '#fff4cf')
      );
    }).join('');
    const counter = h * 0.66;
    const machineX = left ? w * 0.8 : w * 0.2;
    const steam = stroke(
      `M${machineX - 30} ${counter - 150}q-16 -22 0 -42t0 -42M${machineX + 24} ${counter - 150}q16 -22 0 -42t0 -42`,
      '#ffffff',
      7,
      { opacity: 0.6 },
    );
    const machine =
      box([machineX - 92, counter - 134, 184, 134, 16], lighter(palette.second, 0.1)) +
      box([machineX - 74, counter - 96, 148, 62, 8], darker(palette.second, 0.35)) +
      cup(machineX - 30, counter - 34, palette.cream) +
      cup(machineX + 30, counter - 34, palette.cream) +
      circle([machineX - 56, counter - 114, 8], palette.accent) +
      circle([machineX - 32, counter - 114, 8], palette.cream) +
      steam;
    const cakeX = left ? w * 0.56 : w * 0.44;
    const cake =
      box([cakeX - 8, counter - 40, 16, 40], palette.cream) +
      ellipse([cakeX, counter - 40, 74, 11], palette.cream) +
      box([cakeX - 50, counter - 92, 100, 50, 10], mix(palette.accent, palette.cream, 0.35)) +
      path(`M${cakeX - 50} ${counter - 84}q12 26 25 0t25 0t25 0t25 0v-14h-100z`, palette.cream) +
      circle([cakeX, counter - 106, 11], palette.accent);
    const panels = Array.from({ length: Math.ceil(w / 120) }, (_, index) =>
      box([index * 120 + 10, counter + 44, 100, floor - counter - 60, 8], lighter(wood, 0.12)),
    ).join('');
    const checks = Array.from({ length: 4 }, (_, row) =>
      Array.from({ length: Math.ceil(w / 70) + 1 }, (_, column) =>
        (row + column) % 2 === 0
          ? polygon(
              [
                column * 70 - 40,
                floor + row * 54,
                column * 70 + 30,
                floor + row * 54,
                column * 70 + 34,
                floor + row * 54 + 54,
                column * 70 - 36,
                floor + row * 54 + 54,
              ],
              palette.cream,
            )
          : '',
      ).join(''),
    ).join('');
    const back =
      box([0, 0, w, h], wall) +
      tiles +
      windowPane(stage, [left ? w * 0.07 : w * 0.6, h * 0.15, w * 0.31, h * 0.3]) +
      shelf(h * 0.27, from, to) +
      shelf(h * 0.42, from, to) +
      box([0, floor, w, h], mix(palette.middle, palette.near, 0.3)) +
      checks +
      box([-10, counter, w + 20, floor - counter + 6], wood) +
      panels +
      box([-10, counter - 4, w + 20, 30, 6], lighter(wood, 0.35)) +
      machine +
      cake +
      pottedPlant(stage, left ? w * 0.08 : w * 0.93, counter, 130);
    return { back, front: hanging };
  },
};
