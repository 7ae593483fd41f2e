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

import { bareWalk, prepareBareWalk } from '../bare-walk.ts';
import { figure, ours, verdict } from '../figure.ts';
import { graph, shapes, type Shape } from '../graphs.ts';
import { growthExponent, medianMs, type Measured } from '../measure.ts';
import { options } from '../options.ts';
import { runPeer } from '../peers.ts';

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

const limit = 'bare ready-set walk (limit)';
const peers = ['litegraph', 'p-graph', 'rete', 'n8n', 'langgraph'];
const peerTimeoutMs = options().full ? 60_000 : 15_000;

/** Peers that failed or were too slow at one size are not asked for a larger one. */
const givenUp = new Set<string>();

async function measurePeers(folder: string, shape: Shape, size: number): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const peer of peers) {
    const key = `${peer} ${shape}`;
    if (givenUp.has(key)) continue;
    const result = await runPeer(
      folder,
      'engine.mjs',
      [peer, shape, size, size > 1_000 ? 1 : 3],
      peerTimeoutMs,
    );
    const place = { row: shape, size, subject: peer, unit: 'µs a node' };
    if (typeof result === 'string') {
      givenUp.add(key);
      figure({ ...place, value: null, note: result });
    } else {
      found.set(peer, result.ms);
      figure({ ...place, value: (result.ms * 1e3) / size });
    }
  }
  return found;
}

const { full, peerFolder } = options();
const sizes = [100, 1_000, 10_000, ...(full ? [100_000] : [])];
for (const shape of shapes) {
  const rows: Row[] = [];
  for (const size of sizes) {
    const row = await measureGraph(shape, size);
    rows.push(row);
    const each = (subject: string, ms: number): unknown =>
      figure({ row: shape, size, subject, value: (ms * 1e3) / size, unit: 'µs a node' });
    each(limit, row.bare);
    each(ours, row.run);
    each(`${ours}: check and plan`, row.plan);
    each(`${ours}: one literal changed, planned anew`, row.replan);
    if (peerFolder === undefined) continue;
    const times = await measurePeers(peerFolder, shape, size);
    if (size !== 1_000) continue;
    for (const [peer, bar] of [
      ['rete', 20],
      ['n8n', 100],
      ['langgraph', 100],
    ] as const) {
      const peerMs = times.get(peer);
      if (peerMs === undefined) continue;
      const times_ = peerMs / row.run;
      verdict({
        claim: `Engine, ${shape} of 1,000 nodes, against ${peer}`,
        measured: `${times_.toFixed(0)} × faster`,
        bar: `≥ ${bar} ×`,
        met: times_ >= bar,
      });
    }
  }
  // Small graphs are mostly start-up, which would hide growth.
  const large = rows.filter(({ size }) => size >= 1_000);
  const exponent = growthExponent(large.map(({ size, run }) => [size, run]));
  const worst = Math.max(...large.map(({ size, run }) => (run * 1e3) / size));
  verdict({
    claim: `Engine, ${shape}: cost of a node in a cold run`,
    measured: `${worst.toFixed(1)} µs`,
    bar: '≤ 10 µs',
    met: worst <= 10,
  });
  verdict({
    claim: `Engine, ${shape}: growth`,
    measured: `n^${exponent.toFixed(2)}`,
    bar: '≤ n^1.1',
    met: exponent <= 1.1,
  });
}
