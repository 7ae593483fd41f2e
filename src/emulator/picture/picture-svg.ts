import { captions } from './caption.ts';
import { mix } from './colour.ts';
import { drawFigure, isProduct } from './figures/draw-figure.ts';
import { poses, type Pose } from './figures/figure.ts';
import { lights } from './lights.ts';
import type { Look } from './look.ts';
import { palettes, type Palette } from './palettes.ts';
import { sceneFor } from './scene-choice.ts';
import { between, hashText, seededRandom } from './seeded-random.ts';
import { inLight, type Stage } from './stage.ts';
import { box, circle, ellipse, path, place, radialGradient, verticalGradient } from './svg.ts';

/** All that decides the drawing, in pixels. */
export interface SvgOptions {
  readonly prompt: string;
  readonly count: number;
  readonly index: number;
  readonly seed: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly look: Look;
}

/** How near the camera is: the figure's scale, and where its feet stand below the picture's middle, by height. */
const shots = [
  { scale: 1.22, feet: 0.88 },
  { scale: 0.82, feet: 0.84 },
  { scale: 1.75, feet: 1.1 },
  { scale: 1.02, feet: 0.87 },
  { scale: 1.4, feet: 0.94 },
] as const;

const middleShot = shots[0];

function litPalette(palette: Palette, lit: (colour: string) => string): Palette {
  return {
    ...palette,
    far: lit(palette.far),
    middle: lit(palette.middle),
    near: lit(palette.near),
    ground: lit(palette.ground),
    accent: lit(palette.accent),
    second: lit(palette.second),
    cream: lit(palette.cream),
  };
}

function sky(stage: Stage): string {
  const { w, horizon, light, random } = stage;
  const x = w * between(random, 0.18, 0.82);
  const y = horizon - light.height * horizon * 0.86;
  const stars = light.moon
    ? Array.from({ length: Math.round((w * horizon) / 9000) }, () =>
        circle([random() * w, random() * horizon, between(random, 1, 3.4)], '#ffffff', { opacity: 0.8 }),
      ).join('')
    : '';
  return (
    box([0, 0, w, horizon + 400], 'url(#sky)') +
    stars +
    circle([x, y, 260], 'url(#halo)') +
    (light.moon
      ? path(`M${x} ${y - 56}A56 56 0 1 0 ${x + 56} ${y + 14}A46 46 0 0 1 ${x} ${y - 56}Z`, light.sun)
      : circle([x, y, 66], light.sun))
  );
}

/** The picture as SVG: 1000 units on its short side. */
export function pictureSvg(options: SvgOptions): string {
  const { width, height, look, index } = options;
  const unit = Math.min(width, height) / 1000;
  const [w, h] = [width / unit, height / unit];
  const light = lights.find(({ name }) => name === look.light) ?? lights[1] ?? lights[0];
  const bare = palettes.find(({ name }) => name === look.palette) ?? palettes[0];
  const lit = inLight(light);
  const palette = litPalette(bare, lit);
  const random = seededRandom(hashText(`${options.prompt}/${options.seed}/${options.count}/${index}/${w}`));
  const stage: Stage = { w, h, horizon: h * 0.58, palette, light, random, lit };
  const scene = sceneFor({ prompt: options.prompt, character: look.character, trait: look.trait, index });
  const heavens = sky(stage);
  const layers = scene.draw(stage);

  const product = isProduct(look.character);
  const shot = shots[(index + (index === 0 ? 0 : look.trait % 2)) % shots.length] ?? middleShot;
  const turn: Pose = poses[(index + (look.trait >>> 4)) % poses.length] ?? poses[0];
  const pose: Pose = scene.indoor === true && turn.prop === 'umbrella' ? { ...turn, prop: 'none' } : turn;
  const scale = product ? 0.95 + 0.35 * random() : shot.scale * Math.min(1.25, Math.max(1, h / 1000));
  // Wide pictures leave room beside the figure; narrow ones keep it whole.
  const reach = Math.max(0, w / 2 - 240 * Math.min(scale, 1.4)) / w;
  const x =
    w * (product ? 0.5 : 0.5 + (index % 2 === 0 ? -1 : 1) * Math.min(reach, between(random, 0.03, 0.2)));
  const y = h * (product ? 0.87 : shot.feet);
  // Figures take less of the light than the land, so that they stand out and keep their colours.
  const figureLit = (colour: string): string => mix(colour, light.tint, light.share * 0.38);
  const figure = drawFigure(look.character, {
    palette: litPalette(bare, figureLit),
    lit: figureLit,
    trait: look.trait,
    pose,
  });

  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${w} ${h}">` +
    `<defs>${
      verticalGradient('sky', [
        [0, light.sky[0]],
        [0.6, light.sky[1]],
        [1, light.sky[2]],
      ]) +
      radialGradient('halo', [
        [0, light.sun, 0.55],
        [0.35, light.sun, 0.25],
        [1, light.sun, 0],
      ]) +
      radialGradient('glow', [
        [0, '#fff0b8', 0.9],
        [0.4, '#ffe2a0', 0.42],
        [1, '#ffe2a0', 0],
      ]) +
      (layers.definitions ?? '')
    }</defs>` +
    heavens +
    layers.back +
    ellipse([x, y - 4, 120 * scale, 20 * scale], palette.ink, { opacity: 0.24 }) +
    place(figure, { x, y, scale, flip: !product && index % 2 === 1 }) +
    layers.front +
    captions({
      w,
      h,
      prompt: options.prompt,
      index,
      count: options.count,
      ink: bare.ink,
      cream: '#fffaf0',
    }) +
    '</svg>'
  );
}
