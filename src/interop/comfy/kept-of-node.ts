import type { Literal, NodeMode, Position } from '#core/document/schema.ts';

import { literalOf, type JsonRecord } from '../values.ts';
import { fitName, fitSize } from './fit.ts';
import type { FlatNode } from './flat-graph.ts';

/** A record with what is no JSON left out. */
export function recordOf(source: JsonRecord): Record<string, Literal> {
  return Object.fromEntries(
    Object.entries(source).flatMap(([key, value]) => {
      const literal = literalOf(value);
      return literal === undefined ? [] : [[key, literal]];
    }),
  );
}

/** The part of a node that says how it looks. */
export interface Looks {
  title?: string;
  position: Position;
  size?: { width: number; height: number };
  collapsed?: boolean;
  pinned?: boolean;
  mode?: NodeMode;
  color?: string;
}

/** What a document says about any node in its own words. */
export function looksOf(node: FlatNode, position: Position): Looks {
  const size = fitSize(node.size);
  return {
    ...(node.title === undefined || node.title === '' ? {} : { title: fitName(node.title, 1024) }),
    position,
    ...(size === undefined ? {} : { size }),
    ...(node.collapsed === true ? { collapsed: true } : {}),
    ...(node.pinned === true ? { pinned: true } : {}),
    ...(node.mode === undefined ? {} : { mode: node.mode }),
    ...(node.color === undefined ? {} : { color: fitName(node.color, 64) }),
  };
}

const handledKeys = new Set(['pos', 'size', 'mode']);

/** What is kept of a node of the file. */
export const nodeRecord = (node: FlatNode, withInputs: boolean): Record<string, Literal> => {
  const { class_type: _class, ...source } = node.source;
  const entries = Object.entries({ ...source, type: node.type }).filter(
    // The inputs of an API prompt stand in the document itself.
    ([key, value]) => !handledKeys.has(key) && (withInputs || key !== 'inputs' || Array.isArray(value)),
  );
  return recordOf(Object.fromEntries(entries));
};
