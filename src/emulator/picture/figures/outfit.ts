import { darker, lighter } from '../colour.ts';
import { box, circle, path, stroke } from '../svg.ts';
import type { FigureOptions } from './figure.ts';

/** Body of everyone with two legs and fur or clothes. */
export const bodyPath = 'M-80 -64C-98 -150 -66 -216 0 -216C66 -216 98 -150 80 -64C76 -44 -76 -44 -80 -64Z';

/** What a character wears through the whole batch. */
export interface Outfit {
  readonly body: string;
  readonly sleeve: string | undefined;
  readonly trousers: string | undefined;
  readonly neck: string;
}

function scarf(fill: string, stripe: string): string {
  return (
    path('M-74 -214Q0 -168 74 -214Q84 -190 70 -178Q0 -142 -70 -178Q-84 -190 -74 -214Z', fill) +
    path('M34 -172L74 -180L88 -92L50 -86Z', fill) +
    path('M40 -128L81 -134L83 -118L43 -112Z', stripe) +
    stroke('M-34 -184L-40 -164M-2 -178V-156', stripe, 9)
  );
}

/** Clothes by trait: scarf, jacket, dungarees, striped jumper or cape. */
export function outfitOf({ palette, trait }: FigureOptions): Outfit {
  const { accent, second, cream } = palette;
  switch (trait % 5) {
    case 0:
      return { body: '', sleeve: undefined, trousers: undefined, neck: scarf(accent, cream) };
    case 1:
      return {
        body:
          path(bodyPath, accent) +
          path('M-11 -214H11L15 -48H-15Z', cream) +
          circle([-30, -136, 7], cream) +
          circle([-33, -98, 7], cream) +
          stroke('M44 -104h34', darker(accent, 0.2), 6),
        sleeve: darker(accent, 0.06),
        trousers: undefined,
        neck: scarf(second, lighter(second, 0.45)),
      };
    case 2:
      return {
        body:
          path('M-84 -110C-88 -80 -82 -60 -80 -62C-76 -44 76 -44 80 -62C82 -60 88 -80 84 -110Z', second) +
          box([-46, -166, 92, 76, 14], second) +
          stroke('M-40 -158L-56 -206M40 -158L56 -206', darker(second, 0.1), 15) +
          circle([-38, -154, 8], cream) +
          circle([38, -154, 8], cream) +
          box([-22, -136, 44, 32, 8], darker(second, 0.12)),
        sleeve: undefined,
        trousers: second,
        neck: path('M-40 -212Q0 -186 40 -212L26 -184Q0 -172 -26 -184Z', accent),
      };
    case 3:
      return {
        body:
          path(bodyPath, cream) +
          ['M-88 -128Q0 -104 88 -128', 'M-84 -90Q0 -66 84 -90', 'M-80 -166Q0 -142 80 -166']
            .map((d) => stroke(d, accent, 16))
            .join('') +
          path('M-84 -72Q0 -52 84 -72L80 -60C76 -44 -76 -44 -80 -60Z', accent),
        sleeve: cream,
        trousers: second,
        neck: path('M-54 -216Q0 -176 54 -216Q60 -196 50 -188Q0 -160 -50 -188Q-60 -196 -54 -216Z', accent),
      };
    default:
      return {
        body:
          path(
            'M-62 -206C-118 -150 -122 -80 -112 -46Q-60 -64 0 -50Q60 -64 112 -46C122 -80 118 -150 62 -206Z',
            accent,
          ) + path('M-8 -200Q-26 -120 -18 -54Q0 -50 18 -54Q26 -120 8 -200Z', darker(accent, 0.16)),
        sleeve: darker(accent, 0.08),
        trousers: undefined,
        neck:
          path(
            'M-70 -212Q0 -174 70 -212Q76 -194 66 -182Q0 -150 -66 -182Q-76 -194 -70 -212Z',
            lighter(accent, 0.18),
          ) + circle([0, -172, 12], second),
      };
  }
}
