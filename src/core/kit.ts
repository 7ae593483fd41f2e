/**
 * The node kit: everything a file in `nodes/` may import, and the only barrel of the project.
 * It holds no I/O, so a node can do nothing but compute and ask its context.
 */
export { describeCount, promptWithCount } from './model/count-in-prompt.ts';
export { providerChoices, type ImageRequest } from './model/image-model.ts';
export { parseResolution, resolutionLabels } from './model/resolution.ts';
export type { NodeContext } from './node/context.ts';
export { defineNode, type Purchases } from './node/define-node.ts';
export { port } from './node/port.ts';
export type { AssetRef } from './run/asset.ts';
