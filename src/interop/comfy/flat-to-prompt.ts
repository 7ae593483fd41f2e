import { bypassInput } from './bypass.ts';
import type { FlatGraph, FlatNode, SlotRef } from './flat-graph.ts';
import type { Prompt } from './prompt-schema.ts';

/** What a link becomes once muted and bypassed nodes are gone. */
type Resolved = SlotRef | 'muted' | undefined;

/** The API prompt of a workflow, by ComfyUI's rules: muted nodes are left out, bypassed ones pass on what fits. */
export function flatToPrompt(graph: FlatGraph): Prompt {
  const entries: [string, Prompt[string]][] = [];
  for (const node of graph.nodes.values()) {
    if (node.mode !== undefined) continue;
    const inputs: [string, unknown][] = [];
    for (const [name, { value, link }] of node.inputs) {
      const source = link === undefined ? undefined : resolve(graph, link);
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

function resolve(graph: FlatGraph, link: SlotRef): Resolved {
  const seen = new Set<string>();
  let at: SlotRef | undefined = link;
  while (at !== undefined) {
    const node: FlatNode | undefined = graph.nodes.get(at.node);
    if (node === undefined) return undefined;
    if (node.mode === undefined) return at;
    if (node.mode === 'mute') return 'muted';
    const key = `${at.node} ${at.slot}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    const input = bypassInput(node, at.slot);
    at = input === undefined ? undefined : node.inputs.get(input)?.link;
  }
  return undefined;
}
