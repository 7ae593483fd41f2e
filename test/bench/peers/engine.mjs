/**
 * One peer, one graph, in a process of its own: `node engine.mjs PEER SHAPE SIZE ROUNDS` prints the median time of a run
 * in ms. Every node adds its inputs, as Batchwork's do in the same benchmark.
 */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const [, , peer, shape, sizeText, roundsText] = process.argv;
const size = Number(sizeText);
const rounds = Number(roundsText);

/** Edges as [from, to]; the same graphs as `graphs.ts` makes. */
function edgesOf() {
  /** @type {[number, number][]} */
  const edges = [];
  if (shape === 'chain') for (let at = 1; at < size; at += 1) edges.push([at - 1, at]);
  if (shape === 'fan') for (let at = 1; at < size; at += 1) edges.push([0, at]);
  if (shape === 'layered') {
    const width = Math.max(1, Math.round(Math.sqrt(size)));
    for (let at = width; at < size; at += 1) {
      const above = at - width;
      edges.push([above, at]);
      const beside = above - (above % width) + ((above + 1) % width);
      if (beside !== above) edges.push([beside, at]);
    }
  }
  return edges;
}

const inputsOf = (edges) => {
  /** @type {number[][]} */
  const inputs = Array.from({ length: size }, () => []);
  for (const [from, to] of edges) inputs[to].push(from);
  return inputs;
};

const peers = {
  async rete(edges) {
    const { NodeEditor, ClassicPreset } = await import('rete');
    const { DataflowEngine } = await import('rete-engine');
    const socket = new ClassicPreset.Socket('number');
    const editor = new NodeEditor();
    const engine = new DataflowEngine();
    editor.use(engine);
    const nodes = [];
    for (let at = 0; at < size; at += 1) {
      const node = new ClassicPreset.Node('Add');
      node.addInput('a', new ClassicPreset.Input(socket));
      node.addInput('b', new ClassicPreset.Input(socket));
      node.addOutput('value', new ClassicPreset.Output(socket, 'value', true));
      node.data = ({ a, b }) => ({ value: ((a?.[0] ?? 0) + (b?.[0] ?? 1)) % 1_000_003 });
      nodes.push(node);
      await editor.addNode(node);
    }
    const taken = new Set();
    const feeds = new Set();
    for (const [from, to] of edges) {
      const input = taken.has(to) ? 'b' : 'a';
      taken.add(to);
      feeds.add(from);
      await editor.addConnection(new ClassicPreset.Connection(nodes[from], 'value', nodes[to], input));
    }
    const ends = nodes.filter((_, at) => !feeds.has(at));
    return async () => {
      engine.reset();
      for (const node of ends) await engine.fetch(node.id);
    };
  },

  async litegraph(edges) {
    globalThis.window ??= globalThis;
    globalThis.document ??= {
      createElement: () => ({ style: {}, getContext: () => null }),
      addEventListener() {},
    };
    globalThis.localStorage ??= { getItem: () => null, setItem() {} };
    const { LGraph, LGraphNode, LiteGraph } = await import('@comfyorg/litegraph');
    class Add extends LGraphNode {
      constructor() {
        super('Add');
        this.addInput('a', 'number');
        this.addInput('b', 'number');
        this.addOutput('value', 'number');
      }
      onExecute() {
        this.setOutputData(0, ((this.getInputData(0) ?? 0) + (this.getInputData(1) ?? 1)) % 1_000_003);
      }
    }
    LiteGraph.registerNodeType('bench/add', Add);
    const graph = new LGraph();
    const nodes = Array.from({ length: size }, () => {
      const node = new Add();
      graph.add(node, true);
      return node;
    });
    const taken = new Set();
    for (const [from, to] of edges) {
      nodes[from].connect(0, nodes[to], taken.has(to) ? 1 : 0);
      taken.add(to);
    }
    graph.updateExecutionOrder();
    return () => graph.runStep(1, true);
  },

  async 'p-graph'(edges) {
    const { PGraph } = await import('p-graph');
    const inputs = inputsOf(edges);
    return async () => {
      const values = Array.from({ length: size }, () => 0);
      const nodes = new Map(
        inputs.map((from, at) => [
          String(at),
          {
            run: async () => {
              values[at] = ((values[from[0]] ?? 0) + (values[from[1]] ?? 1)) % 1_000_003;
            },
          },
        ]),
      );
      await new PGraph(
        nodes,
        edges.map(([from, to]) => [String(from), String(to)]),
      ).run();
    };
  },

  async langgraph(edges) {
    const { StateGraph, Annotation, START, END } = await import('@langchain/langgraph');
    const State = Annotation.Root({ value: Annotation({ reducer: (_, next) => next, default: () => 0 }) });
    const inputs = inputsOf(edges);
    const builder = new StateGraph(State);
    for (let at = 0; at < size; at += 1)
      builder.addNode(`n${at}`, async (state) => ({ value: (state.value + 1) % 1_000_003 }));
    for (const [at, from] of inputs.entries()) {
      if (from.length === 0) builder.addEdge(START, `n${at}`);
      else if (from.length === 1) builder.addEdge(`n${from[0]}`, `n${at}`);
      else
        builder.addEdge(
          from.map((each) => `n${each}`),
          `n${at}`,
        );
    }
    const feeds = new Set(edges.map(([from]) => from));
    for (let at = 0; at < size; at += 1) if (!feeds.has(at)) builder.addEdge(`n${at}`, END);
    const graph = builder.compile();
    return () => graph.invoke({ value: 0 }, { recursionLimit: size + 10 });
  },

  async n8n(edges) {
    const require = createRequire(import.meta.url);
    // Its decorators expect this to be there.
    void require('reflect-metadata');
    const { Workflow, createRunExecutionData } = require('n8n-workflow');
    const { WorkflowExecute, ExecutionLifecycleHooks } = require('n8n-core');
    const type = {
      description: {
        displayName: 'Add',
        name: 'add',
        group: ['transform'],
        version: 1,
        description: '',
        defaults: { name: 'Add' },
        inputs: ['main'],
        outputs: ['main'],
        properties: [],
      },
      async execute() {
        const [first] = this.getInputData();
        return [[{ json: { value: ((first?.json?.value ?? 0) + 1) % 1_000_003 } }]];
      },
    };
    const connections = {};
    for (const [from, to] of edges) {
      connections[`n${from}`] ??= { main: [[]] };
      connections[`n${from}`].main[0].push({ node: `n${to}`, type: 'main', index: 0 });
    }
    const workflow = new Workflow({
      id: 'bench',
      name: 'bench',
      nodes: Array.from({ length: size }, (_, at) => ({
        id: String(at),
        name: `n${at}`,
        type: 'add',
        typeVersion: 1,
        position: [0, 0],
        parameters: {},
      })),
      connections,
      active: false,
      nodeTypes: { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) },
      settings: { executionOrder: 'v1' },
    });
    return async () => {
      const additionalData = {
        hooks: new ExecutionLifecycleHooks('manual', 'bench', { id: 'bench' }),
        currentNodeExecutionIndex: 0,
        webhookWaitingBaseUrl: '',
        formWaitingBaseUrl: '',
        credentialsHelper: {},
        variables: {},
        executionId: 'bench',
      };
      const data = createRunExecutionData?.({
        startData: {},
        resultData: { runData: {} },
        executionData: {
          contextData: {},
          metadata: {},
          waitingExecution: {},
          waitingExecutionSource: {},
          nodeExecutionStack: [
            { node: workflow.getNode('n0'), data: { main: [[{ json: { value: 0 } }]] }, source: null },
          ],
        },
      });
      const result = await new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(
        workflow,
      );
      const done = Object.keys(result.data.resultData.runData).length;
      if (shape !== 'layered' && done !== size)
        throw new Error(`only ${done} of ${size} nodes ran: ${result.data.resultData.error?.message}`);
    };
  },
};

const run = await peers[peer](edgesOf());
const times = [];
for (let round = -1; round < rounds; round += 1) {
  const start = performance.now();
  await run();
  if (round >= 0 || rounds === 1) times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({ ms: times[Math.floor(times.length / 2)] }));
process.exit(0);
