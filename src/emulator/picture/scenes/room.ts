import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import type { Scene, Stage } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';

/** A window with the weather of the batch outside; x, y, width, height. */
export function windowPane(
  stage: Stage,
  [x, y, width, height]: readonly [number, number, number, number],
): string {
  const { palette, light } = stage;
  const bar = palette.cream;
  const far = mix(palette.far, light.sky[1], 0.3);
  return (
    box([x - 16, y - 16, width + 32, height + 32, 12], bar) +
    box([x, y, width, height, 6], 'url(#sky)') +
    circle([x + width * 0.72, y + height * 0.3, width * 0.1], light.sun) +
    path(
      `M${x} ${y + height * 0.7}Q${x + width * 0.3} ${y + height * 0.45} ${x + width * 0.6} ${y + height * 0.68}T${x + width} ${y + height * 0.6}V${y + height}H${x}Z`,
      far,
    ) +
    path(
      `M${x} ${y + height * 0.85}Q${x + width * 0.5} ${y + height * 0.65} ${x + width} ${y + height * 0.84}V${y + height}H${x}Z`,
      palette.middle,
    ) +
    box([x + width / 2 - 6, y, 12, height], bar) +
    box([x, y + height * 0.45 - 5, width, 10], bar) +
    box([x - 34, y + height + 12, width + 68, 20, 6], lighter(bar, 0.3))
  );
}

/** A plant in a pot, standing on y. */
export function pottedPlant(stage: Stage, x: number, y: number, size: number): string {
  const { palette } = stage;
  const leaves = [-62, -34, -8, 18, 44, 66].map(
    (angle, index) =>
      `<g transform="translate(${x} ${y - size * 0.4}) rotate(${angle})">${path(`M0 0Q${-size * 0.16} ${-size * 0.4} 0 ${-size * 0.75}Q${size * 0.16} ${-size * 0.4} 0 0Z`, index % 2 === 0 ? palette.near : lighter(palette.near, 0.14))}</g>`,
  );
  return (
    leaves.join('') +
    polygon(
      [
        x - size * 0.26,
        y - size * 0.42,
        x + size * 0.26,
        y - size * 0.42,
        x + size * 0.19,
        y,
        x - size * 0.19,
        y,
      ],
      palette.accent,
    ) +
    box([x - size * 0.29, y - size * 0.46, size * 0.58, size * 0.1, 5], darker(palette.accent, 0.14))
  );
}

/** A living room: window, shelf, plant, lamp and rug. */
export const room: Scene = {
  name: 'room',
  indoor: true,
  words:
    /\b(rooms?|bedroom|living room|library|home|house|indoors?|interior|sofa|bed|desk|fireplace|attic|classroom|workshop|office|books?)\b/i,
  related: ['cafe', 'garden', 'city', 'snow'],
  draw(stage) {
    const { w, h, palette, random, light } = stage;
    const floor = h * 0.78;
    const wall = mix(palette.far, palette.cream, 0.45);
    const wood = mix(stage.lit('#b98a62'), palette.ground, 0.25);
    const stripes = Array.from({ length: Math.ceil(w / 90) }, (_, index) =>
      box([index * 90, 0, 45, floor], lighter(wall, 0.16)),
    ).join('');
    const left = random() < 0.5;
    const windowX = left ? w * 0.1 : w * 0.58;
    const shelfX = left ? w * 0.58 : w * 0.06;
    const books = (x: number, y: number, width: number): string => {
      let at = x;
      let all = '';
      const colours = [palette.accent, palette.second, palette.near, palette.cream, palette.middle];
      for (let index = 0; at < x + width - 24; index += 1) {
        const thick = between(random, 14, 30);
        const height = between(random, 60, 94);
        const fill = colours[Math.floor(random() * colours.length)] ?? palette.accent;
        all +=
          box([at, y - height, thick, height, 3], fill) +
          box([at + 3, y - height * 0.78, thick - 6, 6], lighter(fill, 0.4));
        at += thick + (random() < 0.16 ? 22 : 2);
      }
      return all;
    };
    const shelf = (y: number): string =>
      books(shelfX + 8, y, w * 0.34) + box([shelfX, y, w * 0.36, 16, 5], wood);
    const lampX = left ? w * 0.93 : w * 0.5;
    const glow = light.moon || light.name === 'dusk' ? circle([lampX, h * 0.4, 190], 'url(#glow)') : '';
    const back =
      box([0, 0, w, floor], wall) +
      stripes +
      windowPane(stage, [windowX, h * 0.14, w * 0.32, h * 0.38]) +
      shelf(h * 0.27) +
      shelf(h * 0.43) +
      pottedPlant(stage, shelfX + w * 0.3, h * 0.43, 70) +
      box([0, floor - 14, w, 22], palette.cream) +
      box([0, floor + 6, w, h], wood) +
      Array.from({ length: 5 }, (_, index) =>
        box([0, floor + 30 + index * 46, w, 4], darker(wood, 0.12)),
      ).join('') +
      glow +
      stroke(`M${lampX} ${floor + 20}V${h * 0.42}`, palette.ink, 9) +
      ellipse([lampX, floor + 22, 54, 13], palette.ink) +
      path(
        `M${lampX - 44} ${h * 0.34}H${lampX + 44}L${lampX + 76} ${h * 0.44}H${lampX - 76}Z`,
        light.moon ? '#ffe6ad' : palette.cream,
      ) +
      pottedPlant(stage, left ? w * 0.52 : w * 0.95, floor + 30, 190) +
      ellipse([w / 2, h * 0.93, w * 0.4, h * 0.07], palette.accent) +
      ellipse([w / 2, h * 0.93, w * 0.36, h * 0.06], palette.cream) +
      ellipse([w / 2, h * 0.93, w * 0.31, h * 0.049], mix(palette.accent, palette.cream, 0.3));
    return { back, front: '' };
  },
};
