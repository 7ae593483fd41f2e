import type { DurableEngine } from '#core/durable/seam.ts';
import type { Catalog } from '#core/node/catalog.ts';
import type { Capabilities } from '#core/run/capabilities.ts';

import { createLaneGate } from './purchase/lane-gate.ts';
import { executeChild, type EngineHost } from './run/execute-child.ts';
import { runTask } from './run/run-task.ts';

/** The kind of the root task; its input is a `RunInput`. */
export const runKind = 'run';

/** What a process may ask of the tasks as a whole. */
export interface RegisteredTasks {
  /** Submits nothing more; resolves when the answers of submits under way are in. The rest can be cut off anywhere. */
  quiesce(): Promise<void>;
  /** A key changed: lanes that were refused ask again at once. */
  wake(): void;
}

/** Gives a durable engine the bodies of every task there is. */
export function registerTasks(
  durable: DurableEngine,
  options: { catalog: () => Catalog; capabilities: Capabilities },
): RegisteredTasks {
  const { catalog, capabilities } = options;
  const gate = createLaneGate(capabilities.clock, capabilities.pollMs);
  const host: EngineHost = { catalog, capabilities, gate };
  const child = executeChild(host);
  durable.register(runKind, runTask(host));
  durable.register('paid', executeChild(host, { isPaid: true }));
  durable.register('save', child);
  durable.register('pure', child, { ephemeral: true });
  return { quiesce: () => gate.close(), wake: () => gate.wake() };
}
