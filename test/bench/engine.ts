import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { RunEvent } from '#core/run/event.ts';
import { plan } from '#engine/plan.ts';
import { registerTasks, runKind } from '#engine/register.ts';
import type { RunInput } from '#engine/run/run-input.ts';
import { validate } from '#engine/validate.ts';
import { memoryCapabilities } from '#test/rig/memory-capabilities.ts';
import { createMemoryDurable } from '#test/rig/memory-durable.ts';
import { valueNodes } from '#test/rig/value-nodes.ts';

import { bareWalk, prepareBareWalk } from './bare-walk.ts';
import { graph, shapes, type Shape } from './graphs.ts';
import { growthExponent, medianMs, type Measured } from './measure.ts';

/** Times in ms of one graph. */
interface Row {
  readonly shape: Shape;
  readonly size: number;
  readonly bare: number;
  readonly run: number;
  readonly parse: number;
  readonly plan: number;
  readonly replan: number;
}

/** Checks limits and schema, as for a file that was just read. */
function parseGraph(document: WorkflowDocument): void {
  const parsed = parseDocument(document);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
}

/** Validates and plans; a refusal is a mistake of the benchmark. */
function planGraph(document: WorkflowDocument): unknown {
  const validation = validate(document, valueNodes.descriptors);
  const planned = validation.ok ? plan(validation.workflow, valueNodes) : validation;
  if (!planned.ok) throw new Error(planned.diagnostics[0]?.message);
  return planned;
}

const runInput = (document: WorkflowDocument): RunInput => ({
  document,
  force: false,
  auto: 'local',
  estimateUsd: null,
  createdAt: 0,
});

/** A whole cold run: committed, validated, planned, executed, every event told and read. */
const coldRun = (document: WorkflowDocument): Measured<() => Promise<void>> => ({
  prepare: () => {
    const capabilities = memoryCapabilities();
    const durable = createMemoryDurable(capabilities.clock);
    registerTasks(durable, { catalog: () => valueNodes, capabilities });
    return async () => {
      const reading = new AbortController();
      await durable.run(runKind, 'bench', runInput(document));
      let [ends, last]: [number, RunEvent | undefined] = [0, undefined];
      for await (const event of durable.events('bench', 0, reading.signal)) {
        last = event;
        if (event.type === 'step-end') ends += 1;
        if (event.type === 'run-end') reading.abort();
      }
      if (last?.type !== 'run-end' || last.outcome !== 'complete' || ends !== document.nodes.length)
        throw new Error(`The run did not do its work: ${ends} of ${document.nodes.length} steps.`);
    };
  },
  run: (go) => go(),
});

async function measureGraph(shape: Shape, size: number): Promise<Row> {
  const document = graph(shape, size);
  const times = { rounds: size > 20_000 ? 3 : 7, warmups: size > 20_000 ? 1 : 3 };
  let seed = 0;
  return {
    shape,
    size,
    bare: await medianMs({ prepare: () => prepareBareWalk(size, document.edges), run: bareWalk }, times),
    run: await medianMs(coldRun(document), times),
    parse: await medianMs({ prepare: () => document, run: parseGraph }, times),
    plan: await medianMs({ prepare: () => document, run: planGraph }, times),
    replan: await medianMs(
      {
        prepare: () => {
          seed += 1;
          const [first, ...rest] = document.nodes;
          return {
            ...document,
            nodes: first === undefined ? [] : [{ ...first, inputs: { a: seed } }, ...rest],
          };
        },
        run: planGraph,
      },
      times,
    ),
  };
}

const figure = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0)).padStart(9);

/** Prints ns per node of every graph, the ratio to the bare walk, and how the time of a run grows. */
export async function benchEngine(sizes: readonly number[]): Promise<void> {
  console.log('Engine, ns per node (median); bare = ready set alone, run = cold run with events');
  console.log('graph        nodes      bare       run     ratio     parse      plan    replan');
  for (const shape of shapes) {
    const rows: Row[] = [];
    for (const size of sizes) {
      const row = await measureGraph(shape, size);
      rows.push(row);
      const each = (ms: number): string => figure((ms * 1e6) / size);
      const columns = [
        each(row.bare),
        each(row.run),
        figure(row.run / row.bare),
        each(row.parse),
        each(row.plan),
        each(row.replan),
      ];
      console.log(`${shape.padEnd(8)}${String(size).padStart(10)} ${columns.join(' ')}`);
    }
    // Small graphs are mostly start-up, which would hide growth.
    const large = rows.filter(({ size }) => size >= 1_000);
    const exponent = growthExponent(large.map(({ size, run }) => [size, run]));
    console.log(`${shape.padEnd(8)}    growth of a run: n^${exponent.toFixed(2)}\n`);
  }
}
