import { darker, lighter, mix } from '../colour.ts';
import { between, pick } from '../seeded-random.ts';
import { spread, type Scene, type Stage } from '../stage.ts';
import { box, circle, path, polygon, stroke } from '../svg.ts';

const lamplit = ({ light }: Stage): boolean => light.moon || light.name === 'dusk';

/** A house front with windows, standing on y. */
function house(
  stage: Stage,
  at: { x: number; y: number; width: number; height: number; fill: string },
): string {
  const { x, y, width, height, fill } = at;
  const { palette, random } = stage;
  const pane = lamplit(stage) ? '#ffdf8e' : mix(stage.light.sky[0], '#ffffff', 0.35);
  const dark = mix(fill, palette.ink, 0.45);
  const columns = Math.max(2, Math.round(width / 58));
  const rows = Math.max(2, Math.round((height - 60) / 78));
  const gap = width / columns;
  let windows = '';
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const lit = random() < 0.72;
      windows += box(
        [x + gap * column + gap * 0.26, y - height + 38 + row * 78, gap * 0.48, 44, 6],
        lit ? pane : dark,
      );
    }
  const roof = pick(random, ['flat', 'gable', 'round'] as const);
  const cap =
    roof === 'gable'
      ? polygon(
          [x - 8, y - height, x + width / 2, y - height - width * 0.34, x + width + 8, y - height],
          palette.accent,
        )
      : roof === 'round'
        ? path(`M${x} ${y - height + 2}a${width / 2} ${width * 0.3} 0 0 1 ${width} 0z`, darker(fill, 0.12))
        : box([x - 7, y - height - 14, width + 14, 20, 5], darker(fill, 0.2));
  return (
    cap +
    box([x, y - height, width, height], fill) +
    box([x + width * 0.86, y - height, width * 0.14, height], darker(fill, 0.1)) +
    windows
  );
}

function lamp(stage: Stage, x: number, y: number): string {
  const { palette, light } = stage;
  const glow = lamplit(stage) ? circle([x + 52, y - 300, 74], 'url(#glow)') : '';
  return (
    glow +
    stroke(`M${x} ${y}V${y - 300}Q${x} ${y - 330} ${x + 30} ${y - 330}H${x + 52}`, palette.ink, 10) +
    path(`M${x + 30} ${y - 318}h44l10 26h-64z`, palette.ink) +
    circle([x + 52, y - 290, 15], lamplit(stage) ? '#fff2c4' : light.sun)
  );
}

/** A street between coloured houses. */
export const city: Scene = {
  name: 'city',
  words:
    /\b(city|cities|town|streets?|urban|skyline|tokyo|paris|london|new york|buildings?|rooftops?|cyberpunk|alley|village)\b/i,
  related: ['market', 'cafe', 'room', 'garden'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const skyline = spread(stage, Math.round(w / 95), (x) => {
      const width = between(random, 60, 120);
      const height = between(random, 160, 400);
      return box(
        [x - width / 2, horizon + 70 - height, width, height + 20, 4],
        mix(palette.far, light.sky[1], 0.42),
      );
    });
    const fills = [
      palette.middle,
      palette.cream,
      palette.second,
      palette.far,
      lighter(palette.accent, 0.35),
    ] as const;
    const road = h * 0.83;
    let x = -30;
    let houses = '';
    let last = '';
    while (x < w) {
      const width = between(random, 130, 220);
      let fill = pick(random, fills);
      if (fill === last) fill = fills[(fills.indexOf(fill) + 1) % fills.length] ?? palette.cream;
      last = fill;
      houses += house(stage, {
        x,
        y: road,
        width,
        height: between(random, 280, 470) * (h > w ? 1.15 : 1),
        fill,
      });
      x += width + 4;
    }
    const awnings = spread(stage, Math.max(2, Math.round(w / 420)), (ax) => {
      const stripes = Array.from({ length: 6 }, (_, index) =>
        polygon(
          [
            ax - 66 + index * 22,
            road - 132,
            ax - 44 + index * 22,
            road - 132,
            ax - 42 + index * 24 - 2,
            road - 96,
            ax - 72 + index * 24,
            road - 96,
          ],
          index % 2 === 0 ? palette.accent : palette.cream,
        ),
      ).join('');
      return (
        box([ax - 60, road - 104, 120, 104, 4], darker(palette.ink, 0.1)) +
        box([ax - 52, road - 92, 50, 70, 4], lamplit(stage) ? '#ffd98a' : lighter(palette.far, 0.3)) +
        box([ax + 8, road - 92, 42, 92, 4], palette.second) +
        stripes
      );
    });
    const asphalt = mix(lit('#6d6f7d'), palette.near, 0.2);
    const street =
      box([0, road - 4, w, 34], lighter(asphalt, 0.42)) +
      box([0, road + 26, w, h], asphalt) +
      Array.from({ length: Math.ceil(w / 150) }, (_, index) =>
        polygon(
          [
            index * 150 + 20,
            h * 0.945,
            index * 150 + 110,
            h * 0.945,
            index * 150 + 104,
            h * 0.958,
            index * 150 + 14,
            h * 0.958,
          ],
          lighter(asphalt, 0.5),
        ),
      ).join('');
    const wire = `M-10 ${h * 0.16}Q${w * 0.5} ${h * 0.3} ${w + 10} ${h * 0.13}`;
    const flags = Array.from({ length: Math.round(w / 85) }, (_, index) => {
      const t = (index + 0.5) / Math.round(w / 85);
      const fx = -10 + t * (w + 20);
      const fy = h * (0.16 * (1 - t) ** 2 + 0.6 * t * (1 - t) + 0.13 * t ** 2);
      return polygon(
        [fx - 17, fy - 2, fx + 17, fy - 2, fx, fy + 36],
        [palette.accent, palette.second, palette.cream][index % 3] ?? palette.cream,
      );
    }).join('');
    return {
      back:
        skyline +
        houses +
        awnings +
        street +
        lamp(stage, w * between(random, 0.08, 0.2), road + 10) +
        lamp(stage, w * between(random, 0.76, 0.88), road + 10),
      front: stroke(wire, palette.ink, 3) + flags,
    };
  },
};
