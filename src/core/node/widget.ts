import { z } from 'zod';

/** How the editor lets a person type a literal. `kind` names a component in `src/editor/widgets/`. */
export const widgetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), placeholder: z.string().optional() }),
  z.object({ kind: z.literal('textarea'), placeholder: z.string().optional() }),
  z.object({ kind: z.literal('number') }),
  z.object({ kind: z.literal('slider') }),
  z.object({ kind: z.literal('seed') }),
  z.object({ kind: z.literal('toggle') }),
  z.object({ kind: z.literal('select') }),
  z.object({ kind: z.literal('resolution') }),
  z.object({ kind: z.literal('color') }),
  z.object({ kind: z.literal('images') }),
]);

export type Widget = z.infer<typeof widgetSchema>;
