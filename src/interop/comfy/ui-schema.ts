import { z } from 'zod';

/** ComfyUI numbers its nodes and links; other programs use texts. Both count as the same name. */
const idSchema = z.union([z.number(), z.string().min(1)]).transform(String);
const numberish = z.union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())]);
/** `[x, y]`, or an object with the keys 0 and 1. */
const pairSchema = z.union([
  z.tuple([numberish, numberish], z.unknown()).transform(([x, y]): [number, number] => [x, y]),
  z.looseObject({ 0: numberish, 1: numberish }).transform((pair): [number, number] => [pair[0], pair[1]]),
]);
const typeSchema = z
  .union([
    z.string(),
    z.array(z.string()).transform((types) => types.join(',')),
    z.number().transform(String),
  ])
  .catch('*');

const linkIdSchema = z.union([idSchema, z.null()]).optional().catch(undefined);
const slotSchema = z.looseObject({
  name: z.string().catch(''),
  type: typeSchema,
  link: linkIdSchema,
  links: z.array(idSchema).nullish().catch(undefined),
  widget: z.looseObject({ name: z.string() }).optional().catch(undefined),
});

/** A node as any version of the editor writes it. Fields that are not as they should be read as absent. */
export const uiNodeSchema = z.looseObject({
  id: idSchema,
  type: z.string().min(1),
  title: z.string().optional().catch(undefined),
  pos: pairSchema.optional().catch(undefined),
  size: pairSchema.optional().catch(undefined),
  mode: z.number().optional().catch(undefined),
  flags: z
    .looseObject({
      collapsed: z.boolean().optional().catch(undefined),
      pinned: z.boolean().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  color: z.string().optional().catch(undefined),
  inputs: z.array(slotSchema).optional().catch(undefined),
  outputs: z.array(slotSchema).optional().catch(undefined),
  properties: z.looseObject({}).optional().catch(undefined),
});
export type UiNode = z.infer<typeof uiNodeSchema>;

const slotNumber = z.union([
  z.int().min(-1),
  z
    .string()
    .regex(/^-?\d{1,6}$/)
    .transform(Number),
]);

/** `[id, from, slot, to, slot, type]`, or the same as an object. */
export const uiLinkSchema = z.union([
  z
    .tuple([idSchema, idSchema, slotNumber, idSchema, slotNumber], z.unknown())
    .transform(([id, origin, originSlot, target, targetSlot]) => ({
      id,
      origin,
      originSlot,
      target,
      targetSlot,
    })),
  z
    .looseObject({
      id: idSchema,
      origin_id: idSchema,
      origin_slot: slotNumber,
      target_id: idSchema,
      target_slot: slotNumber,
    })
    .transform((link) => ({
      id: link.id,
      origin: link.origin_id,
      originSlot: link.origin_slot,
      target: link.target_id,
      targetSlot: link.target_slot,
    })),
]);
export type UiLink = z.infer<typeof uiLinkSchema>;

export const uiGroupSchema = z.looseObject({
  title: z.string().catch(''),
  bounding: z.tuple([numberish, numberish, numberish, numberish], z.unknown()),
  flags: z
    .looseObject({ pinned: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  color: z.string().optional().catch(undefined),
});

const boundarySchema = z
  .array(z.looseObject({ name: z.string().catch(''), linkIds: z.array(idSchema).nullish().catch(undefined) }))
  .catch([]);

/** A subgraph: a graph of its own with what crosses its border. */
export const uiSubgraphSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string().catch('Subgraph'),
  inputs: boundarySchema.default([]),
  outputs: boundarySchema.default([]),
  inputNode: z.looseObject({ id: idSchema }).optional().catch(undefined),
  outputNode: z.looseObject({ id: idSchema }).optional().catch(undefined),
});
