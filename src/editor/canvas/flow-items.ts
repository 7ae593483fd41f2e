import type { Edge, Node } from '@xyflow/react';

import type { PortType } from '#core/node/port-type.ts';

/** React Flow's data hold ids alone; every node reads the rest from the stores by itself. */
export type ItemData = Record<string, never>;
export type FlowNode = Node<ItemData, 'workflow-node' | 'note' | 'group'>;
export type FlowEdge = Edge<{ readonly portType: PortType | 'any'; readonly many: boolean }, 'wire'>;

export const noData: ItemData = {};

/** Handle ids: inputs and outputs of one node may share a name. */
export const handleId = (side: 'input' | 'output', port: string): string => `${side}:${port}`;

/** The port name in a handle id. */
export const portOfHandle = (handle: string): string => handle.slice(handle.indexOf(':') + 1);
