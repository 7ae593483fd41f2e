import { brightness, darker, lighter, mix } from '../colour.ts';
import { circle, ellipse, path, polygon, stroke } from '../svg.ts';
import { blush, eyes, smile } from './face.ts';
import type { FigureOptions } from './figure.ts';
import { arm, legs } from './limbs.ts';
import { bodyPath, outfitOf } from './outfit.ts';
import { propBehind, propInFront } from './props.ts';

/** Colours and parts of one kind of animal. */
interface Kind {
  /** Coats to choose from: fur, belly and muzzle, dark parts. */
  readonly coats: readonly (readonly [fur: string, light: string, dark: string])[];
  readonly head: string;
  ears(fur: string, inner: string, dark: string): string;
  tail(fur: string, tip: string): string;
  /** Markings over the fur of the head, under eyes and nose. */
  mask(fur: string, light: string, dark: string): string;
  readonly darkLimbs: boolean;
}

const roundHead =
  'M0 -396C80 -396 126 -350 126 -294C126 -236 76 -204 0 -204C-76 -204 -126 -236 -126 -294C-126 -350 -80 -396 0 -396Z';
const cheekyHead =
  'M0 -394C66 -394 112 -356 120 -304L152 -262C128 -232 74 -204 0 -204C-74 -204 -128 -232 -152 -262L-120 -304C-112 -356 -66 -394 0 -394Z';

const pointedEars = (fur: string, inner: string, tip: string): string =>
  [-1, 1]
    .map(
      (side) =>
        polygon([side * 118, -326, side * 112, -464, side * 26, -384], fur, {
          stroke: fur,
          'stroke-width': 18,
          'stroke-linejoin': 'round',
        }) +
        polygon([side * 103, -352, side * 101, -426, side * 52, -380], inner, {
          stroke: inner,
          'stroke-width': 10,
          'stroke-linejoin': 'round',
        }) +
        polygon([side * 113, -466, side * 114, -428, side * 90, -444], tip, {
          stroke: tip,
          'stroke-width': 16,
          'stroke-linejoin': 'round',
        }),
    )
    .join('');
const roundEars = (fur: string, inner: string): string =>
  [-1, 1].map((side) => circle([side * 92, -382, 44], fur) + circle([side * 92, -380, 25], inner)).join('');
const muzzle = (light: string): string => ellipse([0, -248, 56, 41], light);
const bob = (fur: string): string => circle([-86, -84, 30], fur);

const kinds: Readonly<Record<string, Kind>> = {
  fox: {
    coats: [
      ['#e8783c', '#fff3e2', '#4a2c2a'],
      ['#d9622f', '#ffeedd', '#3d2626'],
      ['#f0944d', '#fff6e8', '#54342c'],
    ],
    head: cheekyHead,
    ears: (fur, inner, dark) => pointedEars(fur, inner, dark),
    tail: (fur, tip) =>
      path(
        'M-50 -74C-150 -40 -216 -110 -188 -206C-176 -246 -142 -250 -146 -214C-150 -168 -110 -150 -56 -130Z',
        fur,
      ) +
      path(
        'M-188 -206C-176 -246 -142 -250 -146 -214C-148 -194 -142 -182 -134 -172C-154 -178 -176 -186 -192 -176C-192 -186 -191 -196 -188 -206Z',
        tip,
      ),
    mask: (_fur, light) =>
      path(
        'M0 -292C-34 -300 -96 -306 -150 -262C-126 -232 -74 -204 0 -204C74 -204 126 -232 150 -262C96 -306 34 -300 0 -292Z',
        light,
      ),
    darkLimbs: true,
  },
  cat: {
    coats: [
      ['#8d99ae', '#f2f4f8', '#5b6680'],
      ['#f0a35e', '#fff2df', '#c97b3a'],
      ['#3f4354', '#f3efe8', '#2a2d3b'],
      ['#f5e6d0', '#fffaf1', '#c9a57f'],
    ],
    head: roundHead,
    ears: (fur, inner) => pointedEars(fur, inner, fur),
    tail: (fur, tip) =>
      stroke('M-64 -70C-160 -50 -190 -120 -160 -190', fur, 34) +
      stroke('M-164 -166Q-170 -180 -160 -190', tip, 34),
    mask: (fur, light, dark) =>
      ellipse([-26, -246, 34, 29], light) +
      ellipse([26, -246, 34, 29], light) +
      stroke('M0 -384V-348M-30 -380L-24 -352M30 -380L24 -352', mix(fur, dark, 0.75), 11) +
      stroke(
        'M-70 -250L-124 -260M-70 -238L-122 -236M70 -250L124 -260M70 -238L122 -236',
        mix(dark, fur, 0.2),
        4,
      ),
    darkLimbs: false,
  },
  dog: {
    coats: [
      ['#d9a066', '#fff1dc', '#8a5a36'],
      ['#f2ead9', '#ffffff', '#8d6a4f'],
      ['#8c6246', '#f3dcc0', '#59392a'],
    ],
    head: roundHead,
    ears: (_fur, _inner, dark) =>
      [-1, 1]
        .map((side) =>
          path(
            `M${side * 72} -384C${side * 130} -400 ${side * 172} -340 ${side * 158} -262C${side * 152} -232 ${side * 118} -236 ${side * 112} -270C${side * 106} -310 ${side * 90} -346 ${side * 72} -384Z`,
            dark,
          ),
        )
        .join(''),
    tail: (fur) => stroke('M-66 -84C-120 -96 -146 -140 -136 -176', fur, 30),
    mask: (_fur, light, dark) =>
      path(
        'M52 -386C100 -372 124 -326 122 -284C96 -262 40 -272 30 -304C22 -334 28 -372 52 -386Z',
        mix(dark, light, 0.25),
      ) + muzzle(light),
    darkLimbs: false,
  },
  rabbit: {
    coats: [
      ['#f6efe6', '#ffffff', '#d8c4b4'],
      ['#cdb6a4', '#fbf1e7', '#a58a77'],
      ['#b9bfcc', '#ffffff', '#8f97a8'],
    ],
    head: roundHead,
    ears: (fur, inner) =>
      [-1, 1]
        .map(
          (side) =>
            `<g transform="translate(${side * 50} -372) rotate(${side * 10})">${ellipse([0, -82, 34, 100], fur) + ellipse([0, -78, 17, 74], inner)}</g>`,
        )
        .join(''),
    tail: (_fur, tip) => bob(tip),
    mask: (_fur, light) =>
      ellipse([-22, -246, 28, 25], light) +
      ellipse([22, -246, 28, 25], light) +
      path('M-11 -232H11V-212Q0 -206 -11 -212Z', '#ffffff'),
    darkLimbs: false,
  },
  bear: {
    coats: [
      ['#a9714b', '#f0d3ae', '#6d4630'],
      ['#c98f5a', '#f9e3c0', '#8a5c38'],
      ['#f4efe6', '#ffffff', '#cfc6b8'],
    ],
    head: roundHead,
    ears: (fur, inner) => roundEars(fur, inner),
    tail: (fur) => bob(fur),
    mask: (_fur, light) => muzzle(light),
    darkLimbs: false,
  },
  panda: {
    coats: [['#fbfaf5', '#ffffff', '#2d2f3c']],
    head: roundHead,
    ears: (_fur, _inner, dark) => roundEars(dark, lighter(dark, 0.2)),
    tail: (fur) => bob(fur),
    mask: (_fur, light, dark) =>
      `<g transform="rotate(24 -52 -294)">${ellipse([-52, -290, 32, 42], dark)}</g><g transform="rotate(-24 52 -294)">${ellipse([52, -290, 32, 42], dark)}</g>` +
      muzzle(light),
    darkLimbs: true,
  },
};

/** Characters that `drawAnimal` draws. */
export const animalNames: ReadonlySet<string> = new Set(Object.keys(kinds));

/** An animal on two legs, in its clothes. */
export function drawAnimal(name: string, options: FigureOptions): string {
  const { palette, lit, pose, trait } = options;
  const kind = kinds[name] ?? kinds['fox'];
  if (kind === undefined) return '';
  const coat = kind.coats[trait % kind.coats.length] ?? ['#e8783c', '#fff3e2', '#4a2c2a'];
  const [fur, light, dark] = [lit(coat[0]), lit(coat[1]), lit(coat[2])];
  const outfit = outfitOf(options);
  const paw = kind.darkLimbs ? dark : fur;
  const inner = mix(lit('#f2a5a0'), fur, 0.15);
  // Dark faces need something light around or instead of dark eyes.
  const dim = brightness(name === 'panda' ? dark : fur) < 110;
  const eyeInk = dim && pose.eyes === 'happy' ? '#fdf6e3' : '#1a1826';
  const whites =
    dim && pose.eyes !== 'happy'
      ? [-50, 50].map((x) => ellipse([x, -294, 22, 25], name === 'panda' ? '#fbfaf5' : '#f9dc6b')).join('')
      : '';
  const sleeve = outfit.sleeve ?? (kind.darkLimbs && name === 'panda' ? dark : darker(fur, 0.05));
  return (
    propBehind(options) +
    kind.tail(fur, light) +
    legs(pose, {
      leg: outfit.trousers ?? (kind.darkLimbs ? dark : darker(fur, 0.06)),
      foot: kind.darkLimbs ? darker(dark, 0.1) : darker(fur, 0.12),
    }) +
    path(bodyPath, fur) +
    ellipse([0, -112, 50, 60], light) +
    outfit.body +
    arm(pose.left, -1, { sleeve, paw }) +
    kind.ears(fur, inner, dark) +
    path(kind.head, fur) +
    kind.mask(fur, light, dark) +
    whites +
    blush(-256, 84, lit('#f08a80')) +
    eyes(pose, { y: -294, apart: 50, size: dim ? 13 : 15, ink: eyeInk }) +
    ellipse([0, -266, 15, 11], name === 'rabbit' ? lit('#e58a8f') : palette.ink) +
    smile(pose, -246, palette.ink) +
    outfit.neck +
    (pose.prop === 'none' || pose.prop === 'book' || pose.prop === 'camera' ? propInFront(options) : '') +
    arm(pose.right, 1, { sleeve, paw }) +
    (pose.prop === 'book' || pose.prop === 'camera' ? circle([-62, -112, 24], paw) : '') +
    (pose.prop === 'lantern' || pose.prop === 'flower' ? propInFront(options) : '')
  );
}
