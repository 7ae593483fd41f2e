import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { spread, type Scene, type Stage } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';

/** A stall with a striped roof and crates of fruit, standing on y. */
function stall(
  stage: Stage,
  at: { x: number; y: number; width: number; first: string; second: string },
): string {
  const { x, y, width, first, second } = at;
  const { palette, random, lit } = stage;
  const wood = mix(lit('#b98a62'), palette.ground, 0.2);
  const height = 330;
  const stripes = Array.from({ length: 7 }, (_, index) => {
    const [a, b] = [x + (width / 7) * index, x + (width / 7) * (index + 1)];
    const middle = x + width / 2;
    const up = (value: number): number => middle + (value - middle) * 0.82;
    return path(
      `M${up(a)} ${y - height - 40}L${up(b)} ${y - height - 40}L${b} ${y - height + 44}A${(b - a) / 2} ${(b - a) / 2} 0 0 1 ${a} ${y - height + 44}Z`,
      index % 2 === 0 ? first : second,
    );
  }).join('');
  const fruits = [palette.accent, '#f6b73c', '#7fb069', palette.second, '#c94f7c'].map(lit);
  const crates = Array.from({ length: 3 }, (_, index) => {
    const cx = x + (width / 3) * index + 8;
    const cw = width / 3 - 16;
    const fruit = fruits[(index + Math.floor(random() * 5)) % 5] ?? palette.accent;
    let heap = '';
    for (let row = 0; row < 2; row += 1)
      for (let place = 0; place < 4 - row; place += 1)
        heap += circle(
          [cx + cw * ((place + 0.5 + row * 0.5) / 4), y - 132 - row * 22, cw / 7.2],
          place % 2 === 0 ? fruit : lighter(fruit, 0.12),
        );
    return heap + box([cx, y - 124, cw, 46, 5], wood) + box([cx, y - 106, cw, 5], darker(wood, 0.18));
  }).join('');
  return (
    box([x + 8, y - height, 14, height], darker(wood, 0.2)) +
    box([x + width - 22, y - height, 14, height], darker(wood, 0.2)) +
    box([x + 18, y - height + 20, width - 36, height - 120], darker(mix(first, palette.near, 0.6), 0.2), {
      opacity: 0.55,
    }) +
    crates +
    box([x - 6, y - 80, width + 12, 80, 6], mix(second, wood, 0.35)) +
    box([x - 6, y - 80, width + 12, 14, 6], lighter(wood, 0.2)) +
    stripes
  );
}

/** Stalls, lanterns and little flags. */
export const market: Scene = {
  name: 'market',
  words: /\b(markets?|bazaar|stalls?|fair|festival|carnival|shopping|street food|circus|parade|fruit)\b/i,
  related: ['city', 'cafe', 'garden', 'sea'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const ground = mix(lit('#d9c2a3'), palette.ground, 0.4);
    const base = h * 0.8;
    const roofs = spread(stage, Math.round(w / 150), (x) => {
      const width = between(random, 120, 190);
      const height = between(random, 200, 330);
      const fill = mix(palette.far, light.sky[1], between(random, 0.1, 0.4));
      return (
        box([x - width / 2, horizon + 120 - height, width, height], fill) +
        polygon(
          [
            x - width / 2 - 12,
            horizon + 122 - height,
            x,
            horizon + 122 - height - 70,
            x + width / 2 + 12,
            horizon + 122 - height,
          ],
          mix(palette.middle, light.sky[1], 0.2),
        ) +
        box([x - 16, horizon + 160 - height, 32, 44, 16], mix(light.sun, fill, 0.4))
      );
    });
    const count = Math.max(2, Math.round(w / 430));
    const stalls = Array.from({ length: count + 1 }, (_, index) => {
      const width = (w / count) * 0.78;
      const x = (index - 0.5) * (w / count) + (w / count) * 0.12 + between(random, -14, 14);
      const pairs = [
        [palette.accent, palette.cream],
        [palette.second, palette.cream],
        [palette.near, lighter(palette.far, 0.3)],
      ] as const;
      const [first, second] = pairs[index % 3] ?? pairs[0];
      return stall(stage, { x, y: base, width, first, second });
    }).join('');
    const stones = Array.from({ length: 26 }, () => {
      const y = between(random, base + 14, h);
      return ellipse(
        [random() * w, y, between(random, 24, 46), between(random, 7, 12)],
        darker(ground, 0.07),
      );
    }).join('');
    const glowing = light.moon || light.name === 'dusk' || light.name === 'golden';
    const line = (y: number, sag: number): string => {
      const count = Math.round(w / 130);
      const lanterns = Array.from({ length: count }, (_, index) => {
        const t = (index + 0.5) / count;
        const x = t * w;
        const ly = y + sag * 4 * t * (1 - t);
        const fill = [palette.accent, '#ffd166', palette.second][index % 3] ?? palette.accent;
        return (
          (glowing ? circle([x, ly + 32, 56], 'url(#glow)') : '') +
          stroke(`M${x} ${ly}v12`, palette.ink, 3) +
          ellipse([x, ly + 34, 21, 25], fill) +
          ellipse([x, ly + 34, 9, 25], lighter(fill, 0.35)) +
          box([x - 10, ly + 8, 20, 7, 3], palette.ink) +
          box([x - 10, ly + 54, 20, 7, 3], palette.ink)
        );
      }).join('');
      return stroke(`M-10 ${y}Q${w / 2} ${y + sag * 2} ${w + 10} ${y}`, palette.ink, 3) + lanterns;
    };
    return {
      back:
        roofs +
        box([0, horizon + 110, w, h], mix(palette.far, light.sky[2], 0.3)) +
        box([0, base - 20, w, h], ground) +
        stones +
        stalls,
      front: line(h * 0.08, 50),
    };
  },
};
