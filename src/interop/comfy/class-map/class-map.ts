import type { Literal } from '#core/document/schema.ts';
import type { AssetRef } from '#core/run/asset.ts';

import type { FlatGraph, FlatNode, SlotRef } from '../flat-graph.ts';

/** Where a wire of a mapped node starts: at another node of the file, or at one made beside it. */
export type WireSource = SlotRef | { readonly beside: string };

export interface Wire {
  readonly input: string;
  readonly from: WireSource;
}

/** A node of ours that has to stand beside a mapped one, such as a Seed for a seed that steps after each run. */
export interface BesideNode {
  /** Unique among those of one mapped node. */
  readonly key: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, Literal>>;
  readonly wires: readonly Wire[];
  readonly output: string;
}

/** A ComfyUI node in our words. */
export interface MappedNode {
  readonly type: string;
  readonly inputs: Readonly<Record<string, Literal>>;
  readonly wires: readonly Wire[];
  /** Our output by ComfyUI's slot number; a node of which another slot is used cannot be mapped. */
  readonly outputs: readonly (string | undefined)[];
  readonly beside?: readonly BesideNode[];
  /** Nodes whose work this one does too; they leave the graph when nothing else needs them. */
  readonly absorbs?: readonly string[];
  /** Image files that it names and that nobody has. */
  readonly missingImages?: readonly string[];
  /** What will not be as it was, in whole sentences. */
  readonly changes?: readonly string[];
}

/** What a class map may look at. */
export interface MapView {
  readonly node: FlatNode;
  readonly graph: FlatGraph;
  /** Image files at hand, by the name that a LoadImage node gives them. */
  readonly images: ReadonlyMap<string, AssetRef>;
  /** The value typed in, or the one of a number or text node that feeds the input. */
  readonly constant: (name: string, node?: FlatNode) => Literal | undefined;
}

/** Says a node in our words, or why that cannot be done without losing something. */
export type ClassMap = (view: MapView) => MappedNode | { readonly refused: string };

/** The link into an input, if one leads there. */
export const linkOf = (node: FlatNode, name: string): SlotRef | undefined => node.inputs.get(name)?.link;

/** An input that goes over as it is: its link as a wire, else its value as a literal. */
export function passOn(
  node: FlatNode,
  name: string,
  input = name,
): { inputs: Record<string, Literal>; wires: readonly Wire[] } {
  const { link, value } = node.inputs.get(name) ?? {};
  return {
    inputs: value === undefined ? {} : { [input]: value },
    wires: link === undefined ? [] : [{ input, from: link }],
  };
}
