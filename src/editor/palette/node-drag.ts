/** What the library writes into a drag: the type of the node to add. */
export const nodeDragType = 'application/x-batchwork-node';
