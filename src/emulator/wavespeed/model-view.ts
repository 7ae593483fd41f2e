import type { EmulatedModel } from '../models.ts';
import type { World } from '../world.ts';

/** One model of the catalogue, with its price and input schema. */
export function modelView(world: World, model: EmulatedModel): Record<string, unknown> {
  return {
    model_id: model.id,
    name: model.title,
    type: model.references === 0 ? 'text-to-image' : 'image-to-image',
    base_price: world.settings.imageUsd,
    ...(model.sequential ? { formula: 'base_price * max_images' } : {}),
    api_schema: {
      api_schemas: [
        {
          type: 'model_run',
          method: 'POST',
          api_path: `/api/v3/${model.id}`,
          request_schema: {
            type: 'object',
            required: ['prompt', ...(model.references > 0 ? ['images'] : [])],
            properties: {
              prompt: { type: 'string' },
              ...(model.references > 0
                ? { images: { type: 'array', items: { type: 'string' }, maxItems: model.references } }
                : {}),
              ...(model.sequential
                ? { max_images: { type: 'integer', minimum: 1, maximum: 15, default: 1 } }
                : {}),
              size: { type: 'string', default: '2048*2048' },
              enable_sync_mode: { type: 'boolean', default: false },
              enable_base64_output: { type: 'boolean', default: false },
            },
          },
        },
      ],
    },
  };
}
