import { darker, lighter } from '../colour.ts';
import { circle, ellipse, path, stroke } from '../svg.ts';
import { blush, eyes, smile } from './face.ts';
import type { FigureOptions } from './figure.ts';
import { arm, legs } from './limbs.ts';
import { bodyPath, outfitOf } from './outfit.ts';
import { propBehind, propInFront } from './props.ts';

const skins = ['#fbd7b5', '#f0bd92', '#d89b6c', '#a96c45', '#7c4a2f'];
const hairs = ['#2f2430', '#5a3a2a', '#9a5a2c', '#e0a94a', '#c4512f', '#3c4a6b'];

interface Hair {
  readonly behind: string;
  readonly over: string;
}

function longHair(style: number, fill: string, tie: string): Hair {
  const fringe = path(
    'M-112 -296C-124 -410 124 -410 112 -296C96 -330 70 -352 30 -356C-6 -338 -70 -330 -112 -296Z',
    fill,
  );
  if (style === 0)
    return {
      behind:
        circle([-128, -300, 52], fill) +
        circle([128, -300, 52], fill) +
        circle([-138, -234, 36], fill) +
        circle([138, -234, 36], fill),
      over: fringe + circle([-110, -330, 15], tie) + circle([110, -330, 15], tie),
    };
  if (style === 1)
    return {
      behind: path(
        'M-118 -310C-150 -220 -136 -150 -98 -134C-30 -118 30 -118 98 -134C136 -150 150 -220 118 -310Z',
        fill,
      ),
      over:
        fringe +
        path(
          'M-112 -296C-122 -260 -120 -236 -112 -216C-100 -240 -100 -276 -96 -306ZM112 -296C122 -260 120 -236 112 -216C100 -240 100 -276 96 -306Z',
          fill,
        ),
    };
  return { behind: circle([0, -414, 50], fill), over: fringe + stroke('M-36 -384Q0 -370 36 -384', tie, 14) };
}

function shortHair(style: number, fill: string): Hair {
  if (style === 0)
    return {
      behind: '',
      over: path(
        'M-116 -290C-130 -360 -104 -404 -62 -404C-50 -436 20 -430 26 -410C84 -420 128 -360 114 -290C104 -312 96 -324 88 -338C40 -332 10 -342 -10 -356C-30 -336 -70 -330 -96 -332C-106 -318 -112 -304 -116 -290Z',
        fill,
      ),
    };
  if (style === 1)
    return {
      behind: '',
      over:
        [-84, -44, 0, 44, 84]
          .map((x, index) => circle([x, -360 - Math.sin((index / 4) * Math.PI) * 34, 44], fill))
          .join('') +
        circle([-106, -316, 26], fill) +
        circle([106, -316, 26], fill),
    };
  return {
    behind: '',
    over: path(
      'M-114 -300C-128 -410 128 -420 114 -300C108 -318 100 -330 90 -340C30 -320 -60 -322 -92 -340C-102 -328 -110 -314 -114 -300Z',
      fill,
    ),
  };
}

/** A child with hair, skin and clothes by trait. */
export function drawChild(options: FigureOptions, kind: 'girl' | 'boy'): string {
  const { palette, lit, pose, trait } = options;
  const skin = lit(skins[(trait >>> 2) % skins.length] ?? '#f0bd92');
  const hairFill = lit(hairs[(trait >>> 5) % hairs.length] ?? '#5a3a2a');
  const style = (trait >>> 8) % 3;
  const hair = kind === 'girl' ? longHair(style, hairFill, palette.second) : shortHair(style, hairFill);
  const outfit = outfitOf(options);
  const shirt = trait % 5 === 0 ? palette.second : palette.cream;
  const sleeve = outfit.sleeve ?? darker(shirt, 0.05);
  const boots = darker(palette.near, 0.25);
  const colours = { sleeve, paw: skin };
  return (
    propBehind(options) +
    hair.behind +
    legs(pose, { leg: outfit.trousers ?? palette.near, foot: boots }) +
    path(bodyPath, shirt) +
    outfit.body +
    arm(pose.left, -1, colours) +
    circle([-108, -288, 19], darker(skin, 0.05)) +
    circle([108, -288, 19], darker(skin, 0.05)) +
    path(
      'M0 -396C72 -396 112 -350 112 -296C112 -240 68 -206 0 -206C-68 -206 -112 -240 -112 -296C-112 -350 -72 -396 0 -396Z',
      skin,
    ) +
    blush(-252, 70, lit('#ee7f74')) +
    eyes(pose, { y: -288, apart: 44, size: 13, ink: darker(palette.ink, 0.5) }) +
    stroke('M-58 -318Q-44 -326 -32 -320M58 -318Q44 -326 32 -320', darker(hairFill, 0.1), 6) +
    ellipse([0, -264, 7, 5], darker(skin, 0.18)) +
    smile(pose, -246, darker(palette.ink, 0.5)) +
    hair.over +
    (kind === 'girl' && style === 1
      ? circle([78, -362, 17], palette.accent) + circle([78, -362, 7], lighter(palette.accent, 0.5))
      : '') +
    outfit.neck +
    (pose.prop === 'book' || pose.prop === 'camera' ? propInFront(options) : '') +
    arm(pose.right, 1, colours) +
    (pose.prop === 'book' || pose.prop === 'camera' ? circle([-62, -112, 24], skin) : '') +
    (pose.prop === 'lantern' || pose.prop === 'flower' ? propInFront(options) : '')
  );
}
