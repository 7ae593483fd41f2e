import type { DescriptorCatalog } from '#core/node/catalog.ts';
import { describe, type NodeDescriptor } from '#core/node/descriptor.ts';
import combine from '#nodes/combine.ts';
import count from '#nodes/count.ts';
import grid from '#nodes/grid.ts';
import loadImages from '#nodes/load-images.ts';
import preview from '#nodes/preview.ts';
import promptTemplate from '#nodes/prompt-template.ts';
import prompt from '#nodes/prompt.ts';
import resolution from '#nodes/resolution.ts';
import save from '#nodes/save.ts';
import seed from '#nodes/seed.ts';
import sequentialGenerate from '#nodes/sequential-generate.ts';

/** Descriptors of real nodes, as the server would serve them. */
export const catalog: DescriptorCatalog = new Map(
  [
    combine,
    count,
    grid,
    loadImages,
    preview,
    promptTemplate,
    prompt,
    resolution,
    save,
    seed,
    sequentialGenerate,
  ].map((definition) => [definition.type, describe(definition)]),
);

/** The descriptor of a built-in type. */
export function descriptorOf(type: string): NodeDescriptor {
  const descriptor = catalog.get(type);
  if (descriptor === undefined) throw new Error(`No node type ${type} in the test's catalog.`);
  return descriptor;
}
