import { documentVersion, type WorkflowDocument } from './schema.ts';

/** A new workflow without nodes. */
export const emptyDocument = (name = 'Untitled'): WorkflowDocument => ({
  format: 'batchwork',
  version: documentVersion,
  name,
  nodes: [],
  edges: [],
  groups: [],
  notes: [],
});
