import { bypassInput } from './bypass.ts';
import type { FlatGraph, FlatNode, SlotRef } from './flat-graph.ts';
import type { Prompt } from './prompt-schema.ts';
import { isHelper } from './virtual-nodes.ts';

/** What a link becomes once muted and bypassed nodes are gone. */
type Resolved = SlotRef | 'muted' | undefined;

/** The API prompt of a workflow, by ComfyUI's rules: muted nodes are left out, bypassed ones pass on what fits. */
export function flatToPrompt(graph: FlatGraph): Prompt {
  const entries: [string, Prompt[string]][] = [];
  const known = new Map<string, Resolved>();
  for (const node of graph.nodes.values()) {
    if (node.mode !== undefined || isHelper(node.type)) continue;
    const inputs: [string, unknown][] = [];
    for (const [name, { value, link }] of node.inputs) {
      const source = link === undefined ? undefined : resolve(graph, link, known);
      // What was wired to a muted node gets nothing, not even the value of its widget.
      if (source === 'muted') continue;
      if (source !== undefined) inputs.push([name, [source.node, source.slot]]);
      else if (value !== undefined) inputs.push([name, Array.isArray(value) ? { __value__: value } : value]);
    }
    entries.push([
      node.id,
      {
        inputs: Object.fromEntries(inputs),
        class_type: node.type,
        _meta: { title: node.title ?? node.type },
      },
    ]);
  }
  return Object.fromEntries(entries);
}

/** Follows a link through bypassed nodes. `known` keeps what was found, so that long chains are walked once. */
function resolve(graph: FlatGraph, link: SlotRef, known: Map<string, Resolved>): Resolved {
  const passed: string[] = [];
  let found: Resolved;
  let at: SlotRef | undefined = link;
  while (at !== undefined) {
    const node: FlatNode | undefined = graph.nodes.get(at.node);
    if (node === undefined || isHelper(node.type)) break;
    if (node.mode !== 'bypass') {
      found = node.mode === 'mute' ? 'muted' : at;
      break;
    }
    const key = `${at.node} ${at.slot}`;
    if (known.has(key)) {
      found = known.get(key);
      break;
    }
    passed.push(key);
    // Who comes back here has walked in a circle.
    known.set(key, undefined);
    const input = bypassInput(node, at.slot);
    at = input === undefined ? undefined : node.inputs.get(input)?.link;
  }
  for (const key of passed) known.set(key, found);
  return found;
}
