import type { Literal, NodeMode, Position } from '#core/document/schema.ts';

import type { JsonRecord } from '../values.ts';

/** An output of a node, by slot number. */
export interface SlotRef {
  readonly node: string;
  readonly slot: number;
}

/** What one input holds: a link, the value of its widget, or both; a link wins over a value. */
export interface FlatInput {
  readonly link?: SlotRef;
  readonly value?: Literal;
  /** Whether the input is a widget; undefined where the file does not tell. */
  readonly widget?: boolean;
}

/** A declared connection point with its ComfyUI type, such as `IMAGE` or `*`. */
export interface Slot {
  readonly name: string;
  readonly type: string;
}

/** A ComfyUI node after reroutes, primitives and subgraphs are gone, from whichever format. */
export interface FlatNode {
  /** Inside subgraphs a path such as `1:2`. */
  readonly id: string;
  readonly type: string;
  readonly title?: string;
  readonly mode?: NodeMode;
  /** By name, widgets first, in the order of the file. */
  readonly inputs: ReadonlyMap<string, FlatInput>;
  /** Every declared socket in slot order; empty where the format declares none. */
  readonly sockets: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** What follows a run, by the name of the widget it steps: `fixed`, `increment`, `decrement`, `randomize`. */
  readonly afterRun: ReadonlyMap<string, string>;
  readonly position?: Position;
  readonly size?: { readonly width: number; readonly height: number };
  readonly collapsed?: boolean;
  readonly pinned?: boolean;
  readonly color?: string;
  /** The node as the file has it, for what we do not understand. */
  readonly source: JsonRecord;
}

export interface FlatGroup {
  readonly title: string;
  readonly position: Position;
  readonly size: { readonly width: number; readonly height: number };
  readonly pinned?: boolean;
  readonly color?: string;
  readonly source: JsonRecord;
}

export interface FlatNote {
  readonly id: string;
  readonly text: string;
  readonly pinned?: boolean;
  readonly position: Position;
  readonly size?: { readonly width: number; readonly height: number };
  readonly color?: string;
  readonly source: JsonRecord;
}

/** A whole ComfyUI workflow in one level. */
export interface FlatGraph {
  readonly nodes: ReadonlyMap<string, FlatNode>;
  readonly groups: readonly FlatGroup[];
  readonly notes: readonly FlatNote[];
  /** Nodes without an execution of their own, taken out of the graph, as the file has them. */
  readonly dissolved: readonly JsonRecord[];
  /** Elements of the file that could not be read. */
  readonly unreadable: readonly unknown[];
  /** Keys of the file around the graph. */
  readonly source: JsonRecord;
}
