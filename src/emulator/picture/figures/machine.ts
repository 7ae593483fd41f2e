import { darker, lighter, mix } from '../colour.ts';
import { box, circle, ellipse, path, polygon, stroke } from '../svg.ts';
import { blush, eyes, smile } from './face.ts';
import type { FigureOptions } from './figure.ts';
import { arm, legs } from './limbs.ts';
import { propBehind, propInFront } from './props.ts';

/** A friendly robot with a face on its screen. */
export function drawRobot(options: FigureOptions): string {
  const { palette, lit, pose, trait } = options;
  const shells = [palette.cream, lighter(palette.second, 0.25), lighter(palette.accent, 0.25)];
  const shell = shells[trait % shells.length] ?? palette.cream;
  const joint = mix(palette.ink, shell, 0.3);
  const glow = lit(['#7ff0e0', '#ffe27a', '#9ad8ff'][trait % 3] ?? '#7ff0e0');
  const trim = trait % 2 === 0 ? palette.accent : palette.second;
  const colours = { sleeve: joint, paw: trim };
  return (
    propBehind(options) +
    legs(pose, { leg: joint, foot: trim }) +
    arm(pose.left, -1, colours) +
    stroke('M0 -392V-440', joint, 9) +
    circle([0, -450, 17], trim) +
    circle([-5, -455, 5], '#ffffff', { opacity: 0.8 }) +
    box([-30, -220, 60, 30, 8], joint) +
    box([-88, -206, 176, 150, 40], shell) +
    path('M48 -206h0A40 40 0 0 1 88 -166V-96A40 40 0 0 1 48 -56H30Q70 -120 48 -206Z', darker(shell, 0.1)) +
    box([-50, -170, 100, 62, 16], darker(shell, 0.16)) +
    circle([-22, -139, 13], glow) +
    stroke('M6 -150h28M6 -138h28M6 -126h18', lighter(shell, 0.4), 6) +
    circle([0, -82, 9], trim) +
    box([-140, -324, 28, 66, 13], trim) +
    box([112, -324, 28, 66, 13], trim) +
    box([-122, -394, 244, 180, 56], shell) +
    path('M66 -394A56 56 0 0 1 122 -338V-270A56 56 0 0 1 66 -214H44Q100 -300 66 -394Z', darker(shell, 0.08)) +
    box([-96, -364, 192, 122, 40], '#1d2440') +
    box([-84, -354, 70, 20, 10], '#ffffff', { opacity: 0.12 }) +
    eyes(pose, { y: -308, apart: 46, size: 17, ink: glow }) +
    (pose.eyes === 'happy'
      ? stroke('M-20 -274Q0 -254 20 -274', glow, 7)
      : stroke('M-16 -272Q0 -260 16 -272', glow, 7)) +
    (pose.prop === 'book' || pose.prop === 'camera' ? propInFront(options) : '') +
    arm(pose.right, 1, colours) +
    (pose.prop === 'book' || pose.prop === 'camera' ? circle([-62, -112, 24], trim) : '') +
    (pose.prop === 'lantern' || pose.prop === 'flower' ? propInFront(options) : '')
  );
}

/** A small astronaut behind a big visor. */
export function drawAstronaut(options: FigureOptions): string {
  const { palette, lit, pose, trait } = options;
  const suit = lit('#f7f5f2');
  const shade = lit('#d5d8e2');
  const skin = lit(['#f6cfa8', '#e2a778', '#b9774c', '#8a5636'][trait % 4] ?? '#f6cfa8');
  const hair = lit(['#3a2a24', '#7a4a2a', '#d8a24a', '#23212c'][(trait >>> 3) % 4] ?? '#3a2a24');
  const colours = { sleeve: suit, paw: palette.accent };
  return (
    propBehind(options) +
    box([-108, -222, 216, 150, 34], shade) +
    legs(pose, { leg: suit, foot: palette.accent }) +
    arm(pose.left, -1, colours) +
    path('M-86 -60C-102 -150 -70 -220 0 -220C70 -220 102 -150 86 -60C80 -40 -80 -40 -86 -60Z', suit) +
    path('M40 -212C80 -190 98 -140 86 -60C84 -50 60 -46 40 -45Q80 -130 40 -212Z', shade) +
    box([-44, -158, 88, 58, 14], shade) +
    circle([-22, -130, 10], palette.accent) +
    circle([4, -130, 10], palette.second) +
    box([20, -144, 16, 28, 5], palette.ink) +
    stroke('M-86 -84Q0 -64 86 -84', palette.accent, 13) +
    circle([0, -304, 132], suit) +
    path('M60 -420A132 132 0 0 1 60 -188Q118 -300 60 -420Z', shade) +
    box([-146, -334, 30, 62, 14], palette.accent) +
    box([116, -334, 30, 62, 14], palette.accent) +
    ellipse([0, -300, 104, 92], '#27345e') +
    ellipse([0, -294, 84, 76], skin) +
    path('M-84 -300C-84 -372 84 -372 84 -300C60 -330 20 -340 -10 -330C-40 -322 -64 -316 -84 -300Z', hair) +
    blush(-270, 56, lit('#f08a80')) +
    eyes(pose, { y: -292, apart: 36, size: 12, ink: palette.ink }) +
    smile(pose, -262, palette.ink) +
    path('M-84 -350Q-50 -384 -4 -388Q-60 -360 -78 -312Q-92 -330 -84 -350Z', '#ffffff', { opacity: 0.55 }) +
    polygon([-14, -206, 14, -206, 0, -190], palette.second) +
    (pose.prop === 'book' || pose.prop === 'camera' ? propInFront(options) : '') +
    arm(pose.right, 1, colours) +
    (pose.prop === 'book' || pose.prop === 'camera' ? circle([-62, -112, 24], palette.accent) : '') +
    (pose.prop === 'lantern' || pose.prop === 'flower' ? propInFront(options) : '')
  );
}
