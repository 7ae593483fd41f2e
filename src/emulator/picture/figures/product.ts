import { darker, lighter, mix } from '../colour.ts';
import { box, circle, ellipse, path, stroke } from '../svg.ts';
import type { FigureOptions } from './figure.ts';

/** A leaf as the sign of the house. */
const sign = (x: number, y: number, size: number, fill: string): string =>
  path(
    `M${x} ${y - size}Q${x + size * 0.9} ${y - size * 0.5} ${x} ${y + size}Q${x - size * 0.9} ${y - size * 0.5} ${x} ${y - size}Z`,
    fill,
  ) + stroke(`M${x} ${y - size * 0.4}V${y + size * 1.3}`, fill, size * 0.12);

/** A bottle: flask, dropper or square scent, by trait. */
export function drawBottle({ palette, trait, lit }: FigureOptions): string {
  const glass =
    [
      mix(palette.accent, palette.cream, 0.12),
      mix(palette.second, palette.cream, 0.15),
      mix(palette.near, palette.cream, 0.2),
    ][trait % 3] ?? palette.accent;
  const cap = trait % 2 === 0 ? palette.cream : lit('#d8b36a');
  const label = palette.cream;
  const shine = (d: string): string => stroke(d, '#ffffff', 13, { opacity: 0.5 });
  switch ((trait >>> 3) % 3) {
    case 0:
      return (
        box([-36, -438, 72, 74, 14], cap) +
        box([-30, -372, 60, 40, 4], darker(glass, 0.12)) +
        path(
          'M-34 -338C-34 -300 -104 -290 -104 -214V-40Q-104 0 -64 0H64Q104 0 104 -40V-214C104 -290 34 -300 34 -338Z',
          glass,
        ) +
        path('M58 -288C90 -270 104 -250 104 -214V-40Q104 0 64 0H44Q76 -150 58 -288Z', darker(glass, 0.12)) +
        box([-104, -196, 208, 128, 0], label) +
        sign(0, -148, 27, palette.near) +
        stroke('M-40 -92H40', glass, 8) +
        shine('M-78 -226Q-76 -252 -58 -268M-80 -48V-28')
      );
    case 1:
      return (
        path('M-16 -452Q0 -480 16 -452L20 -392H-20Z', palette.ink) +
        box([-46, -400, 92, 58, 12], cap) +
        box([-46, -376, 92, 8], darker(cap, 0.1)) +
        path(
          'M-40 -344H40Q44 -306 84 -296Q96 -290 96 -270V-34Q96 0 62 0H-62Q-96 0 -96 -34V-270Q-96 -290 -84 -296Q-44 -306 -40 -344Z',
          glass,
        ) +
        path(
          'M52 -308Q60 -300 84 -296Q96 -290 96 -270V-34Q96 0 62 0H40Q70 -150 52 -308Z',
          darker(glass, 0.12),
        ) +
        box([-66, -232, 132, 172, 12], label) +
        sign(0, -176, 30, glass) +
        stroke('M-38 -106H38M-26 -86H26', palette.ink, 6) +
        shine('M-76 -250V-200')
      );
    default:
      return (
        box([-44, -392, 88, 92, 16], cap) +
        box([-44, -356, 88, 9], darker(cap, 0.12)) +
        box([-28, -304, 56, 30, 4], lit('#d8b36a')) +
        box([-126, -280, 252, 280, 44], glass) +
        box([-98, -252, 196, 224, 28], lighter(glass, 0.22)) +
        path(
          'M-98 -150Q0 -120 98 -150V-56A28 28 0 0 1 70 -28H-70A28 28 0 0 1 -98 -56Z',
          mix(glass, palette.cream, 0.1),
        ) +
        circle([0, -146, 58], label) +
        sign(0, -152, 26, glass) +
        shine('M-106 -222V-150')
      );
  }
}

/** A mug with steam and a face or pattern, by trait. */
export function drawMug({ palette, trait, pose }: FigureOptions): string {
  const clay = [palette.accent, palette.second, palette.cream][trait % 3] ?? palette.accent;
  const trim = clay === palette.cream ? palette.accent : palette.cream;
  const pattern =
    (trait >>> 2) % 2 === 0
      ? circle([-50, -160, 12], palette.ink) +
        circle([50, -160, 12], palette.ink) +
        (pose.eyes === 'happy'
          ? stroke('M-26 -132Q0 -100 26 -132', palette.ink, 9)
          : stroke('M-20 -130Q0 -114 20 -130', palette.ink, 9)) +
        ellipse([-84, -132, 20, 12], trim, { opacity: 0.6 }) +
        ellipse([84, -132, 20, 12], trim, { opacity: 0.6 })
      : path(
          'M-136 -170L-102 -128L-68 -170L-34 -128L0 -170L34 -128L68 -170L102 -128L136 -170V-126L102 -84L68 -126L34 -84L0 -126L-34 -84L-68 -126L-102 -84L-136 -126Z',
          trim,
        );
  return (
    stroke(
      'M-52 -352Q-88 -400 -52 -442T-52 -520M14 -352Q-22 -408 14 -456T14 -540M76 -352Q46 -396 76 -436T76 -510',
      '#ffffff',
      17,
      { opacity: 0.6 },
    ) +
    ellipse([0, -6, 220, 34], lighter(trim, 0.1)) +
    ellipse([0, -14, 190, 24], darker(trim, 0.08)) +
    stroke('M128 -236C236 -250 236 -90 120 -96', darker(clay, 0.08), 38) +
    path('M-140 -296H140V-90C140 -30 104 -10 60 -10H-60C-104 -10 -140 -30 -140 -90Z', clay) +
    path('M84 -296H140V-90C140 -30 104 -10 60 -10H36C96 -60 100 -180 84 -296Z', darker(clay, 0.1)) +
    ellipse([0, -296, 140, 34], lighter(clay, 0.22)) +
    ellipse([0, -292, 118, 25], '#6b4230') +
    path('M-60 -292Q-30 -308 0 -292Q30 -308 60 -292Q30 -272 0 -284Q-30 -272 -60 -292Z', '#e9c9a0') +
    pattern +
    stroke('M-112 -250V-180', '#ffffff', 14, { opacity: 0.45 })
  );
}
