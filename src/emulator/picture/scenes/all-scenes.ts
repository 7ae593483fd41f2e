import type { Scene } from '../stage.ts';
import { cafe } from './cafe.ts';
import { city } from './city.ts';
import { desert } from './desert.ts';
import { forest } from './forest.ts';
import { garden } from './garden.ts';
import { lake } from './lake.ts';
import { market } from './market.ts';
import { meadow } from './meadow.ts';
import { mountains } from './mountains.ts';
import { room } from './room.ts';
import { sea } from './sea.ts';
import { snow } from './snow.ts';
import { space } from './space.ts';
import { studio } from './studio.ts';

/** Every place, those first that a word in doubt means. */
export const scenes: readonly [Scene, ...Scene[]] = [
  forest,
  mountains,
  sea,
  city,
  lake,
  market,
  desert,
  snow,
  garden,
  meadow,
  space,
  cafe,
  studio,
  room,
];
