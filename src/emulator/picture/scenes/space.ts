import { darker, lighter, mix } from '../colour.ts';
import { between } from '../seeded-random.ts';
import { hills, spread, type Scene } from '../stage.ts';
import { box, circle, ellipse, path, polygon, stroke, verticalGradient } from '../svg.ts';

/** The surface of a strange planet; its sky is dark at every time of day. */
export const space: Scene = {
  name: 'space',
  words:
    /\b(space|planets?|galax\w+|mars|cosmos|cosmic|astronauts?|alien\w*|nebula|rockets?|spaceship|orbit|lunar|sci-?fi)\b/i,
  related: ['desert', 'mountains', 'city', 'snow'],
  draw(stage) {
    const { w, h, horizon, palette, light, random } = stage;
    const sky = [
      '#0d1230',
      mix('#2a2566', palette.near, 0.35),
      mix(palette.middle, '#4a3a86', 0.45),
    ] as const;
    const stars = Array.from({ length: Math.round((w * h) / 9000) }, () =>
      circle([random() * w, random() * horizon, between(random, 1, 3.6)], '#ffffff', { opacity: 0.85 }),
    ).join('');
    const planetX = w * between(random, 0.18, 0.82);
    const r = between(random, 90, 150);
    const planet =
      `<g transform="translate(${planetX} ${h * 0.26}) rotate(-18)">` +
      path(`M${-r * 1.9} 0A${r * 1.9} ${r * 0.42} 0 0 1 ${r * 1.9} 0`, 'none', {
        stroke: lighter(palette.accent, 0.35),
        'stroke-width': 16,
      }) +
      circle([0, 0, r], palette.accent) +
      path(
        `M${-r * 0.96} ${-r * 0.28}Q0 ${-r * 0.05} ${r * 0.96} ${-r * 0.28}L${r * 0.99} ${-r * 0.1}Q0 ${r * 0.14} ${-r * 0.99} ${-r * 0.1}Z`,
        lighter(palette.accent, 0.25),
      ) +
      path(
        `M${-r * 0.9} ${r * 0.42}Q0 ${r * 0.66} ${r * 0.9} ${r * 0.42}L${r * 0.78} ${r * 0.62}Q0 ${r * 0.84} ${-r * 0.78} ${r * 0.62}Z`,
        darker(palette.accent, 0.14),
      ) +
      path(
        `M0 ${-r}A${r} ${r} 0 0 1 0 ${r}A${r * 1.3} ${r * 1.3} 0 0 0 0 ${-r}Z`,
        darker(palette.accent, 0.3),
        { opacity: 0.5 },
      ) +
      path(`M${-r * 1.9} 0A${r * 1.9} ${r * 0.42} 0 0 0 ${r * 1.9} 0`, 'none', {
        stroke: lighter(palette.accent, 0.5),
        'stroke-width': 16,
      }) +
      '</g>';
    const ground = mix(palette.ground, palette.middle, 0.35);
    const craters = spread(stage, 7, (x) => {
      const y = between(random, horizon + 190, h * 0.97);
      const size = between(random, 26, 70);
      return (
        ellipse([x, y, size, size * 0.3], darker(ground, 0.18)) +
        ellipse([x, y + size * 0.07, size * 0.86, size * 0.22], darker(ground, 0.3))
      );
    });
    const rocketX = planetX > w / 2 ? w * 0.2 : w * 0.8;
    const y = horizon + 120;
    const rocket =
      path(
        `M${rocketX - 54} ${y}L${rocketX - 92} ${y + 42}V${y - 44}L${rocketX - 50} ${y - 96}ZM${rocketX + 54} ${y}L${rocketX + 92} ${y + 42}V${y - 44}L${rocketX + 50} ${y - 96}Z`,
        palette.second,
      ) +
      path(
        `M${rocketX} ${y - 330}C${rocketX + 84} ${y - 240} ${rocketX + 74} ${y - 90} ${rocketX + 46} ${y + 10}H${rocketX - 46}C${rocketX - 74} ${y - 90} ${rocketX - 84} ${y - 240} ${rocketX} ${y - 330}Z`,
        palette.cream,
      ) +
      path(
        `M${rocketX} ${y - 330}C${rocketX + 30} ${y - 298} ${rocketX + 48} ${y - 262} ${rocketX + 56} ${y - 232}H${rocketX - 56}C${rocketX - 48} ${y - 262} ${rocketX - 30} ${y - 298} ${rocketX} ${y - 330}Z`,
        palette.accent,
      ) +
      circle([rocketX, y - 170, 32], palette.second) +
      circle([rocketX, y - 170, 22], lighter(light.sky[0], 0.3)) +
      box([rocketX - 11, y - 60, 22, 102, 9], palette.accent);
    const crystal = (x: number, cy: number, size: number, fill: string): string =>
      polygon(
        [
          x - size * 0.3,
          cy,
          x - size * 0.34,
          cy - size * 0.7,
          x,
          cy - size * 1.2,
          x + size * 0.3,
          cy - size * 0.6,
          x + size * 0.26,
          cy,
        ],
        fill,
      ) +
      polygon(
        [x, cy, x, cy - size * 1.2, x + size * 0.3, cy - size * 0.6, x + size * 0.26, cy],
        darker(fill, 0.2),
      );
    const crystals = spread(stage, 3, (x) =>
      crystal(
        x,
        between(random, horizon + 150, horizon + 200),
        between(random, 50, 110),
        lighter(palette.second, 0.15),
      ),
    );
    const back =
      box([0, 0, w, h], 'url(#cosmos)') +
      stars +
      planet +
      circle([w - planetX, h * 0.14, 34], lighter(palette.second, 0.25)) +
      stroke(`M${w * 0.1} ${h * 0.1}l90 40`, '#ffffff', 3, { opacity: 0.6 }) +
      hills(stage, { y: horizon + 60, rise: 120, waves: 3, fill: mix(ground, sky[1], 0.55) }) +
      hills(stage, { y: horizon + 110, rise: 70, waves: 2.4, fill: mix(ground, sky[1], 0.3) }) +
      rocket +
      crystals +
      hills(stage, { y: horizon + 170, rise: 36, waves: 2, fill: ground }) +
      craters;
    const front =
      crystal(w * 0.04, h + 20, 250, palette.second) +
      crystal(w * 0.13, h + 20, 140, lighter(palette.second, 0.2)) +
      crystal(w * 0.97, h + 20, 190, palette.second);
    return {
      definitions: verticalGradient('cosmos', [
        [0, sky[0]],
        [0.55, sky[1]],
        [1, sky[2]],
      ]),
      back,
      front,
    };
  },
};
