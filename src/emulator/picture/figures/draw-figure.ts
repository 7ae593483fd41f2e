import { animalNames, drawAnimal } from './animal.ts';
import { drawChild } from './child.ts';
import type { FigureOptions } from './figure.ts';
import { drawAstronaut, drawRobot } from './machine.ts';
import { drawBottle, drawMug } from './product.ts';

/** Things stand on their own; everyone else has arms and legs. */
export const isProduct = (character: string): boolean => character === 'bottle' || character === 'mug';

/** The character of a batch: feet at 0, 0, about 430 units tall. */
export function drawFigure(character: string, options: FigureOptions): string {
  if (animalNames.has(character)) return drawAnimal(character, options);
  switch (character) {
    case 'robot':
      return drawRobot(options);
    case 'astronaut':
      return drawAstronaut(options);
    case 'bottle':
      return drawBottle(options);
    case 'mug':
      return drawMug(options);
    case 'boy':
      return drawChild(options, 'boy');
    default:
      return drawChild(options, 'girl');
  }
}
