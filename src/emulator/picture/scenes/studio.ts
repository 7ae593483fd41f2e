import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { type Scene } from '../stage.ts';
import { box, circle, ellipse, path, verticalGradient } from '../svg.ts';

/** A product stage: round podium, arches and leaves. */
export const studio: Scene = {
  name: 'studio',
  words:
    /\b(studio|product|podium|pedestal|advert\w*|commercial|packshot|white background|minimal\w*|catalog(?:ue)?)\b/i,
  related: ['cafe', 'garden', 'sea', 'room'],
  draw(stage) {
    const { w, h, palette, random, light } = stage;
    const top = mix(palette.far, palette.cream, 0.5);
    const wall = lighter(top, 0.2);
    const left = random() < 0.5;
    const archX = left ? w * 0.34 : w * 0.66;
    const arch = (x: number, width: number, height: number, fill: string): string =>
      path(
        `M${x - width / 2} ${h * 0.78}V${h * 0.78 - height}A${width / 2} ${width / 2} 0 0 1 ${x + width / 2} ${h * 0.78 - height}V${h * 0.78}Z`,
        fill,
      );
    const leaf = ([x, y, size]: readonly [number, number, number], turn: number, fill: string): string =>
      `<g transform="translate(${x} ${y}) rotate(${turn})">${path(`M0 0Q${size * 0.4} ${-size * 0.5} 0 ${-size}Q${-size * 0.4} ${-size * 0.5} 0 0Z`, fill)}${path(`M0 0V${-size * 0.94}`, 'none', { stroke: lighter(fill, 0.25), 'stroke-width': 4 })}</g>`;
    const side = left ? w * 0.98 : w * 0.02;
    const lean = left ? -1 : 1;
    const back =
      box([0, 0, w, h], 'url(#wall)') +
      circle([left ? w * 0.76 : w * 0.24, h * 0.34, 190], light.sun, { opacity: 0.75 }) +
      arch(archX, 460, 330, mix(palette.middle, palette.cream, 0.25)) +
      arch(archX, 350, 270, mix(palette.accent, palette.cream, 0.45)) +
      box([0, h * 0.78, w, h], mix(palette.ground, palette.cream, 0.35)) +
      box([0, h * 0.78, w, 6], darker(palette.ground, 0.08), { opacity: 0.4 }) +
      [0, 1, 2, 3]
        .map((index) =>
          leaf(
            [side, h * 0.8, between(random, 260, 420)],
            lean * (14 + index * 19),
            index % 2 === 0 ? palette.near : lighter(palette.near, 0.14),
          ),
        )
        .join('') +
      box([w * 0.5 - 300, h * 0.86, 600, h * 0.2], darker(palette.accent, 0.08)) +
      ellipse([w * 0.5, h * 0.86, 300, 46], lighter(palette.accent, 0.14)) +
      ellipse([w * 0.5, h * 0.86, 262, 38], lighter(palette.accent, 0.26)) +
      circle([left ? w * 0.84 : w * 0.16, h * 0.82, 58], palette.second) +
      circle([left ? w * 0.84 - 18 : w * 0.16 - 18, h * 0.82 - 20, 15], lighter(palette.second, 0.4)) +
      circle([left ? w * 0.73 : w * 0.27, h * 0.84, 32], palette.cream);
    const front =
      leaf([left ? w * 0.02 : w * 0.98, h + 30, 330], -lean * -24, darker(palette.near, 0.1)) +
      leaf([left ? 0 : w, h + 20, 260], -lean * -52, palette.near);
    return {
      definitions: verticalGradient('wall', [
        [0, top],
        [1, wall],
      ]),
      back,
      front,
    };
  },
};
