import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene, type Stage } from '../stage.ts';
import { polygon } from '../svg.ts';
import { cloud, fir, tuft } from './plants.ts';

/** One peak with a bright side, a dark side and snow. */
function peak(
  stage: Stage,
  at: { x: number; y: number; height: number; half: number; fill: string },
): string {
  const { x, y, height, half, fill } = at;
  const { random } = stage;
  const bend = x + half * between(random, -0.1, 0.12);
  const snow = stage.lit('#ffffff');
  const line = 0.3;
  return (
    polygon([x - half, y, x, y - height, x + half, y], fill) +
    polygon([x, y - height, x + half, y, bend, y], darker(fill, 0.16)) +
    polygon(
      [
        x - half * line,
        y - height * (1 - line),
        x,
        y - height,
        x + half * line,
        y - height * (1 - line),
        x + half * 0.15,
        y - height * 0.76,
        x + half * 0.02,
        y - height * 0.65,
        x - half * 0.13,
        y - height * 0.77,
      ],
      snow,
    ) +
    polygon(
      [
        x,
        y - height,
        x + half * line,
        y - height * (1 - line),
        x + half * 0.15,
        y - height * 0.76,
        x + half * 0.05,
        y - height * 0.7,
      ],
      mix(snow, fill, 0.35),
    )
  );
}

/** Peaks behind firs and a meadow. */
export const mountains: Scene = {
  name: 'mountains',
  words: /\b(mountains?|alps?|peaks?|cliffs?|summit|hik\w+|canyon|volcano)\b/i,
  related: ['lake', 'meadow', 'snow', 'forest'],
  draw(stage) {
    const { w, h, horizon, palette, light, random } = stage;
    const far = mix(palette.far, light.sky[1], 0.45);
    const row = (count: number, fill: string, heights: readonly [number, number], y: number): string =>
      spread(stage, count, (x) => {
        const height = between(random, heights[0], heights[1]);
        return peak(stage, { x, y, height, half: height * between(random, 0.75, 1), fill });
      });
    const wide = Math.max(1, w / 1000);
    const back =
      cloud({ x: w * 0.2, y: h * 0.16, size: 120, fill: '#ffffff', opacity: 0.55 }) +
      row(Math.round(3 * wide), far, [330, 470], horizon + 60) +
      cloud({ x: w * 0.7, y: horizon - 130, size: 150, fill: '#ffffff', opacity: 0.4 }) +
      row(Math.round(3 * wide), mix(palette.middle, palette.far, 0.4), [230, 360], horizon + 90) +
      hills(stage, { y: horizon + 90, rise: 70, waves: 3, fill: palette.middle }) +
      spread(stage, Math.round(12 * wide), (x) =>
        fir({
          x,
          y: horizon + between(random, 90, 130),
          height: between(random, 80, 150),
          fill: palette.near,
        }),
      ) +
      hills(stage, { y: horizon + 160, rise: 50, waves: 2.4, fill: palette.ground }) +
      spread(stage, 14, (x) =>
        tuft(random, {
          x,
          y: between(random, horizon + 220, h),
          size: between(random, 20, 36),
          fill: darker(palette.ground, 0.22),
        }),
      );
    const front = spread(stage, 7, (x) =>
      tuft(random, { x, y: h + 10, size: between(random, 60, 110), fill: lighter(palette.near, 0.05) }),
    );
    return { back, front };
  },
};
