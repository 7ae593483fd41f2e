import type { DescriptorCatalog } from '#core/node/catalog.ts';

import type { ClassInfo } from './class-info.ts';
import { comfyClasses } from './comfy-classes.ts';
import { describeOwn } from './own-classes.ts';

/** Every class that a prompt may name: ours, and those of ComfyUI that ours stand for. Ours win a shared name. */
export const objectInfo = (
  catalog: DescriptorCatalog,
  files: readonly string[] = [],
): ReadonlyMap<string, ClassInfo> =>
  new Map([
    ...comfyClasses(files),
    ...[...catalog].map(([type, descriptor]): [string, ClassInfo] => [type, describeOwn(descriptor, files)]),
  ]);
