import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene } from '../stage.ts';
import { box, ellipse, polygon, stroke, verticalGradient } from '../svg.ts';
import { cloud, fir, tuft } from './plants.ts';

/** Still water among hills, a wooden dock in front. */
export const lake: Scene = {
  name: 'lake',
  words: /\b(lakes?|rivers?|ponds?|waterfall|stream|fishing|canoe|dock|pier|swamp)\b/i,
  related: ['forest', 'mountains', 'meadow', 'snow'],
  draw(stage) {
    const { w, h, horizon, palette, light, random, lit } = stage;
    const top = mix(light.sky[2], lit('#8fd0dc'), 0.45);
    const bottom = mix(light.sky[0], palette.near, 0.35);
    const far = mix(palette.far, light.sky[1], 0.35);
    const shore = horizon + 46;
    const wood = mix(lit('#b98a62'), palette.ground, 0.2);
    const planks = Array.from({ length: 7 }, (_, index) => {
      const y = h * 0.83 + index * ((h * 0.2) / 7);
      const half = 190 + index * 26;
      const x = w / 2;
      return polygon(
        [
          x - half,
          y,
          x + half,
          y,
          x + half + 22,
          y + (h * 0.2) / 7 - 5,
          x - half - 22,
          y + (h * 0.2) / 7 - 5,
        ],
        index % 2 === 0 ? wood : darker(wood, 0.07),
      );
    }).join('');
    const post = (x: number): string =>
      box([x - 14, h * 0.76, 28, h * 0.25, 8], darker(wood, 0.3)) +
      ellipse([x, h * 0.762, 14, 6], lighter(wood, 0.2));
    const back =
      cloud({ x: w * 0.7, y: h * 0.2, size: 130, fill: '#ffffff', opacity: 0.55 }) +
      hills(stage, { y: horizon + 10, rise: 190, waves: 2.2, fill: far }) +
      hills(stage, { y: horizon + 30, rise: 100, waves: 3, fill: palette.far }) +
      spread(stage, Math.round(w / 62), (x) =>
        fir({
          x,
          y: shore,
          height: between(random, 90, 190),
          fill: random() < 0.5 ? palette.middle : palette.near,
        }),
      ) +
      box([0, shore - 2, w, h], 'url(#lake)') +
      spread(stage, Math.round(w / 80), (x) =>
        ellipse(
          [x, shore + between(random, 14, 34), between(random, 20, 46), between(random, 18, 52)],
          palette.near,
          { opacity: 0.22 },
        ),
      ) +
      Array.from({ length: 16 }, () => {
        const y = between(random, shore + 40, h);
        const x = random() * w;
        const length = 40 + ((y - shore) / (h - shore)) * 110;
        return stroke(`M${x} ${y}h${length}`, '#ffffff', 3, { opacity: 0.35 });
      }).join('') +
      spread(stage, 5, (x) => {
        const y = between(random, h * 0.74, h * 0.95);
        return (
          ellipse([x, y, 34, 11], palette.middle) + polygon([x, y, x + 36, y - 8, x + 36, y + 6], bottom)
        );
      }) +
      post(w / 2 - 190) +
      post(w / 2 + 190) +
      planks;
    const front = [-1, 1]
      .map(
        (side) =>
          Array.from({ length: 6 }, (_, index) => {
            const x = w / 2 + side * (w / 2 - 20 - index * 24);
            const height = between(random, 130, 280);
            return (
              stroke(
                `M${x} ${h + 10}q${side * -8} ${-height / 2} 0 ${-height}`,
                darker(palette.near, 0.1),
                7,
              ) + (index % 2 === 0 ? box([x - 9, h - height - 30, 18, 62, 9], darker(wood, 0.4)) : '')
            );
          }).join('') +
          tuft(random, { x: w / 2 + side * (w / 2 - 60), y: h + 10, size: 170, fill: palette.near }),
      )
      .join('');
    return {
      definitions: verticalGradient('lake', [
        [0, top],
        [1, bottom],
      ]),
      back,
      front,
    };
  },
};
