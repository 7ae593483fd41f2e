import { resolutionLabels } from '#core/model/resolution.ts';

import type { EmulatedModel } from '../models.ts';
import type { World } from '../world.ts';

/** One model of the catalogue, with its price and input schema. */
export function modelView(world: World, model: EmulatedModel): Record<string, unknown> {
  return {
    model_id: model.id,
    display_name: model.title,
    categories: [model.references === 0 ? 'text-to-image' : 'image-to-image'],
    base_price_usd: world.settings.imageUsd,
    price_unit: 'image',
    input_schema: {
      type: 'object',
      required: [
        'prompt',
        ...(model.sequential ? ['sequential_image_generation_options'] : []),
        ...(model.references > 0 ? ['images'] : []),
      ],
      properties: {
        prompt: { type: 'string' },
        ...(model.sequential
          ? { sequential_image_generation_options: { type: 'integer', minimum: 1, maximum: 15, default: 3 } }
          : {}),
        resolution: { type: 'string', enum: resolutionLabels, default: '2048x2048 (1:1)' },
        seed: { type: 'integer', default: 41_722_289 },
        ...(model.references > 0
          ? { images: { type: 'array', items: { type: 'string' }, maxItems: model.references } }
          : {}),
      },
    },
  };
}
