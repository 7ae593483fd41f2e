import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';

/** Result of trying to compute an execution on the spot. */
export type Folded =
  | { readonly kind: 'done'; readonly outputs: AnyValues; readonly warnings: readonly string[] }
  /** It waits for something or asks its context for work: that belongs into a run. */
  | { readonly kind: 'needs-run' }
  | { readonly kind: 'thrown'; readonly error: unknown };

class NeedsRun extends Error {}

const needRun = (): never => {
  throw new NeedsRun();
};

const neverAborted = new AbortController().signal;

/**
 * Executes a pure node at once if it can be: synchronously and without asking its context for anything. This is what
 * makes prompts, counts and seeds known while planning, and costs no promise while running.
 */
export function fold(definition: NodeDefinition, values: AnyValues): Folded {
  if (definition.effect !== 'pure') return { kind: 'needs-run' };
  const warnings: string[] = [];
  const context: NodeContext = {
    signal: neverAborted,
    progress: () => {},
    warn: (message) => warnings.push(message),
    images: { composeGrid: needRun },
    models: { generate: needRun },
    outputs: { save: needRun },
  };
  try {
    if (definition.computeNow !== undefined) {
      const computed = definition.computeNow(values);
      return computed === undefined ? { kind: 'needs-run' } : { kind: 'done', ...computed };
    }
    const outputs = definition.execute(context, values);
    if (!(outputs instanceof Promise)) return { kind: 'done', outputs, warnings };
    // Pure nodes may be executed again, so this attempt is let go, whatever becomes of it.
    outputs.catch(() => {});
    return { kind: 'needs-run' };
  } catch (error) {
    return error instanceof NeedsRun ? { kind: 'needs-run' } : { kind: 'thrown', error };
  }
}
