import { circle, ellipse, stroke } from '../svg.ts';
import type { Pose } from './figure.ts';

/** Two eyes around x 0 at height y. */
export function eyes(pose: Pose, at: { y: number; apart: number; size: number; ink: string }): string {
  const { y, apart, size, ink } = at;
  if (pose.eyes === 'happy')
    return [-apart, apart]
      .map((x) =>
        stroke(
          `M${x - size} ${y + size * 0.4}Q${x} ${y - size} ${x + size} ${y + size * 0.4}`,
          ink,
          size * 0.45,
        ),
      )
      .join('');
  const shift = pose.eyes === 'aside' ? size * 0.3 : 0;
  return [-apart, apart]
    .map(
      (x) =>
        ellipse([x + shift, y, size, size * 1.28], ink) +
        circle([x + shift + size * 0.32, y - size * 0.45, size * 0.38], '#ffffff') +
        circle([x + shift - size * 0.3, y + size * 0.5, size * 0.18], '#ffffff', { opacity: 0.7 }),
    )
    .join('');
}

/** Red cheeks at height y, each so far from the middle. */
export const blush = (y: number, apart: number, fill: string): string =>
  ellipse([-apart, y, 21, 12], fill, { opacity: 0.45 }) +
  ellipse([apart, y, 21, 12], fill, { opacity: 0.45 });

/** A smile, open when the eyes laugh. */
export function smile(pose: Pose, y: number, ink: string): string {
  if (pose.eyes === 'happy')
    return `<path d="M-24 ${y}Q0 ${y + 38} 24 ${y}Z" fill="${ink}"/><path d="M-12 ${y + 14}Q0 ${y + 4} 12 ${y + 14}Q0 ${y + 26} -12 ${y + 14}Z" fill="#e8747c"/>`;
  return stroke(`M-20 ${y}Q-10 ${y + 13} 0 ${y}Q10 ${y + 13} 20 ${y}`, ink, 5);
}
