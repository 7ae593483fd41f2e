import { darker, lighter } from '../colour.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';
import { handAt, type FigureOptions } from './figure.ts';

/** Umbrellas and balloons stand behind the head, the rest is held in front. */
export function propBehind({ pose, palette }: FigureOptions): string {
  const [x, y] = handAt[pose.right];
  if (pose.prop === 'balloon')
    return (
      stroke(`M${x} ${y}Q${x + 34} ${y - 90} ${x + 16} ${y - 190}`, palette.ink, 4) +
      ellipse([x + 16, y - 250, 58, 68], palette.accent) +
      polygon([x + 16, y - 186, x + 4, y - 170, x + 28, y - 170], palette.accent) +
      ellipse([x - 4, y - 276, 13, 20], lighter(palette.accent, 0.5))
    );
  if (pose.prop === 'umbrella')
    return (
      stroke(`M${x} ${y + 16}L${x - 20} ${y - 190}`, palette.ink, 8) +
      path(
        `M${x - 240} ${y - 130}C${x - 220} ${y - 290} ${x + 160} ${y - 310} ${x + 190} ${y - 160}Q${x + 120} ${y - 190} ${x + 86} ${y - 148}Q${x + 30} ${y - 190} ${x - 24} ${y - 140}Q${x - 80} ${y - 180} ${x - 130} ${y - 132}Q${x - 190} ${y - 168} ${x - 240} ${y - 130}Z`,
        palette.second,
      ) +
      path(
        `M${x - 22} ${y - 268}Q${x + 56} ${y - 240} ${x + 86} ${y - 148}Q${x + 30} ${y - 190} ${x - 24} ${y - 140}Z`,
        lighter(palette.second, 0.18),
      ) +
      path(
        `M${x - 22} ${y - 268}Q${x - 110} ${y - 230} ${x - 130} ${y - 132}Q${x - 190} ${y - 168} ${x - 240} ${y - 130}C${x - 230} ${y - 216} ${x - 120} ${y - 266} ${x - 22} ${y - 268}Z`,
        darker(palette.second, 0.12),
      ) +
      circle([x - 22, y - 274, 8], palette.ink)
    );
  return '';
}

/** What is held before the body. */
export function propInFront({ pose, palette, lit }: FigureOptions): string {
  const [x, y] = handAt[pose.right];
  if (pose.prop === 'lantern')
    return (
      circle([x + 26, y + 58, 74], 'url(#glow)') +
      stroke(`M${x} ${y}Q${x + 26} ${y - 22} ${x + 26} ${y + 14}`, palette.ink, 6) +
      polygon([x - 2, y + 30, x + 26, y + 10, x + 54, y + 30], palette.accent) +
      box([x + 2, y + 30, 48, 58, 8], '#fff3c6') +
      ellipse([x + 26, y + 62, 11, 17], '#ffb84d') +
      box([x - 4, y + 86, 60, 12, 5], palette.accent) +
      stroke(`M${x + 26} ${y + 30}V${y + 86}`, palette.ink, 3)
    );
  if (pose.prop === 'flower')
    return (
      stroke(`M${x} ${y + 26}Q${x + 8} ${y - 30} ${x + 14} ${y - 66}`, lit('#5c9a5c'), 7) +
      [0, 72, 144, 216, 288]
        .map((angle) =>
          circle(
            [
              x + 14 + Math.sin((angle * Math.PI) / 180) * 23,
              y - 70 - Math.cos((angle * Math.PI) / 180) * 23,
              19,
            ],
            palette.cream,
          ),
        )
        .join('') +
      circle([x + 14, y - 70, 16], lit('#ffc145'))
    );
  if (pose.prop === 'book')
    return (
      polygon([-84, -160, 0, -142, 0, -62, -84, -80], palette.second) +
      polygon([84, -160, 0, -142, 0, -62, 84, -80], darker(palette.second, 0.1)) +
      polygon([-76, -166, 0, -150, 0, -76, -76, -92], palette.cream) +
      polygon([76, -166, 0, -150, 0, -76, 76, -92], darker(palette.cream, 0.05)) +
      stroke('M-60 -146L-14 -137M-60 -128L-14 -119M60 -146L14 -137M60 -128L14 -119', palette.far, 4)
    );
  if (pose.prop === 'camera')
    return (
      stroke('M-58 -196L-40 -150M58 -196L40 -150', palette.ink, 7) +
      box([-54, -158, 108, 70, 14], palette.ink) +
      box([-22, -172, 44, 20, 6], palette.ink) +
      circle([0, -122, 28], lighter(palette.ink, 0.25)) +
      circle([0, -122, 19], palette.second) +
      circle([-7, -129, 6], '#ffffff') +
      box([30, -150, 16, 10, 3], palette.accent)
    );
  return '';
}
