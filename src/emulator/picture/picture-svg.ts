import { darker, lighter } from './colour.ts';
import { lights } from './lights.ts';
import type { Look } from './look.ts';
import { palettes } from './palettes.ts';
import { between, hashText, seededRandom } from './seeded-random.ts';

/** The picture as SVG: 1000 units on its short side. */
export function pictureSvg(options: {
  prompt: string;
  count: number;
  index: number;
  seed: number;
  width: number;
  height: number;
  look: Look;
}): string {
  const { width, height, look, index } = options;
  const unit = Math.min(width, height) / 1000;
  const [w, h] = [width / unit, height / unit];
  const palette = palettes.find(({ name }) => name === look.palette) ?? palettes[0];
  const light = lights.find(({ name }) => name === look.light) ?? lights[0];
  const random = seededRandom(hashText(`${options.prompt}/${options.seed}/${options.count}/${index}`));
  const x = between(random, 0.3, 0.7) * w;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${w} ${h}">
<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${light.sky[0]}"/><stop offset=".6" stop-color="${light.sky[1]}"/><stop offset="1" stop-color="${light.sky[2]}"/></linearGradient></defs>
<rect width="${w}" height="${h}" fill="url(#sky)"/>
<circle cx="${w * 0.75}" cy="${h * (0.6 - light.height * 0.5)}" r="70" fill="${light.sun}"/>
<ellipse cx="${w / 2}" cy="${h}" rx="${w}" ry="${h * 0.35}" fill="${palette.ground}"/>
<circle cx="${x}" cy="${h * 0.55}" r="150" fill="${palette.accent}"/>
<circle cx="${x - 50}" cy="${h * 0.53}" r="18" fill="${darker(palette.ink, 0.2)}"/>
<circle cx="${x + 50}" cy="${h * 0.53}" r="18" fill="${darker(palette.ink, 0.2)}"/>
<ellipse cx="${x}" cy="${h * 0.62}" rx="60" ry="40" fill="${lighter(palette.accent, 0.6)}"/>
</svg>`;
}
