import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Estimate } from '#core/run/estimate.ts';

/** What a workflow from elsewhere would do, for the person who decides whether it may. */
export interface FirstRun {
  /** Upper bounds; null stands for "not known". */
  readonly paidCalls: number | null;
  readonly images: number | null;
  readonly usd: number | null;
  /** Providers that prompts and images would be sent to. */
  readonly providers: readonly string[];
  /** Files of this machine that it reads: images of the data folder, with the node that names them. */
  readonly reads: readonly { readonly node: string; readonly images: number }[];
  /** Names that it writes below the output folder. */
  readonly writes: readonly string[];
  /** Node types that are not installed. */
  readonly unknownTypes: readonly string[];
}

/** Reads a document and its estimate; nothing is executed. */
export function describeFirstRun(
  workflow: WorkflowDocument,
  catalog: DescriptorCatalog,
  estimate: Pick<Estimate, 'paidCalls' | 'images' | 'usd' | 'nodes'>,
): FirstRun {
  const nodes = workflow.nodes.filter(({ mode }) => mode !== 'mute');
  const reads = nodes.flatMap((node) => {
    const inputs = catalog.get(node.type)?.inputs.filter(({ widget }) => widget?.kind === 'images') ?? [];
    const images = inputs.reduce((sum, { name }) => sum + countImages(ownValue(node.inputs, name)), 0);
    return images === 0 ? [] : [{ node: node.title ?? catalog.get(node.type)?.title ?? node.type, images }];
  });
  const writes = nodes
    .filter(({ type }) => catalog.get(type)?.effect === 'save')
    .flatMap(({ inputs }) => {
      const prefix = ownValue(inputs, 'filename_prefix');
      return typeof prefix === 'string' && prefix !== '' ? [prefix] : [];
    });
  return {
    paidCalls: estimate.paidCalls,
    images: estimate.images,
    usd: estimate.usd,
    providers: [...new Set(Object.values(estimate.nodes).map(({ provider }) => provider))],
    reads,
    writes: [...new Set(writes)],
    unknownTypes: [...new Set(nodes.map(({ type }) => type).filter((type) => !catalog.has(type)))],
  };
}

const ownValue = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const countImages = (value: unknown): number =>
  Array.isArray(value) ? value.length : value === undefined || value === null || value === '' ? 0 : 1;
