import { box, circle, ellipse, stroke } from '../svg.ts';
import { elbowAt, handAt, type Hand, type Pose } from './figure.ts';

/** One arm, `side` -1 for the viewer's left. */
export function arm(hand: Hand, side: -1 | 1, colours: { sleeve: string; paw: string }): string {
  const [hx, hy] = handAt[hand];
  const [ex, ey] = elbowAt[hand];
  return (
    stroke(`M${side * 58} -172Q${side * ex} ${ey} ${side * hx} ${hy}`, colours.sleeve, 44) +
    circle([side * hx, hy, 25], colours.paw)
  );
}

/** Both legs with their feet. */
export function legs(pose: Pose, colours: { leg: string; foot: string }): string {
  const { leg, foot } = colours;
  if (pose.legs === 'sit')
    return (
      stroke('M-40 -46Q-70 -30 -84 -16', leg, 50) +
      stroke('M40 -46Q70 -30 84 -16', leg, 50) +
      ellipse([-98, -26, 27, 35], foot) +
      ellipse([98, -26, 27, 35], foot)
    );
  if (pose.legs === 'walk')
    return (
      stroke('M-30 -70L-50 -24', leg, 46) +
      stroke('M30 -70L52 -32', leg, 46) +
      ellipse([-62, -14, 37, 18], foot) +
      `<g transform="rotate(-20 62 -26)">${ellipse([66, -22, 37, 18], foot)}</g>`
    );
  return (
    box([-58, -86, 46, 78, 20], leg) +
    box([12, -86, 46, 78, 20], leg) +
    ellipse([-40, -13, 36, 18], foot) +
    ellipse([40, -13, 36, 18], foot)
  );
}
