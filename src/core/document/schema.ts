import { z } from 'zod';

/** Ids are opaque to the engine; the bound keeps a hostile file from using them as a payload. */
const idSchema = z.string().min(1).max(256);
const coordinateSchema = z.number().min(-1e7).max(1e7);

export const positionSchema = z.looseObject({ x: coordinateSchema, y: coordinateSchema });
export const sizeSchema = z.looseObject({
  width: z.number().positive().max(1e5),
  height: z.number().positive().max(1e5),
});

/** A value typed into a widget; any JSON, checked against its port by `validate`. */
export const literalSchema = z.json();

/** `mute` takes a node out of a run; `bypass` passes fitting inputs straight to its outputs. */
export const nodeModeSchema = z.enum(['mute', 'bypass']);

export const nodeInstanceSchema = z.looseObject({
  id: idSchema,
  type: z.string().min(1).max(256),
  title: z.string().max(1024).optional(),
  position: positionSchema.default({ x: 0, y: 0 }),
  size: sizeSchema.optional(),
  collapsed: z.boolean().optional(),
  /** Held in its place: dragging, aligning and tidying up pass it over. */
  pinned: z.boolean().optional(),
  mode: nodeModeSchema.optional(),
  color: z.string().max(64).optional(),
  inputs: z.record(z.string().max(256), literalSchema).default({}),
});

export const edgeSchema = z.looseObject({
  from: z.looseObject({ node: idSchema, output: z.string().min(1).max(256) }),
  to: z.looseObject({ node: idSchema, input: z.string().min(1).max(256) }),
});

export const groupSchema = z.looseObject({
  id: idSchema,
  title: z.string().max(1024).default(''),
  position: positionSchema,
  size: sizeSchema,
  pinned: z.boolean().optional(),
  color: z.string().max(64).optional(),
});

export const noteSchema = z.looseObject({
  id: idSchema,
  text: z.string().max(1_048_576).default(''),
  position: positionSchema,
  size: sizeSchema.optional(),
  pinned: z.boolean().optional(),
  color: z.string().max(64).optional(),
});

/** The current version of the document format; older ones come in through `migrate.ts`. */
export const documentVersion = 1;

/**
 * The saved file. Loose everywhere: keys that this version does not know survive load and save untouched.
 * Holds no results, no selection, no keys, no provider URLs and no local paths.
 */
export const workflowDocumentSchema = z.looseObject({
  $schema: z.string().max(2048).optional(),
  format: z.literal('batchwork'),
  version: z.literal(documentVersion),
  name: z.string().max(1024).default('Untitled'),
  nodes: z.array(nodeInstanceSchema).default([]),
  edges: z.array(edgeSchema).default([]),
  groups: z.array(groupSchema).default([]),
  notes: z.array(noteSchema).default([]),
});

export type Position = z.infer<typeof positionSchema>;
export type Literal = z.infer<typeof literalSchema>;
export type NodeMode = z.infer<typeof nodeModeSchema>;
export type NodeInstance = z.infer<typeof nodeInstanceSchema>;
export type Edge = z.infer<typeof edgeSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Note = z.infer<typeof noteSchema>;
export type WorkflowDocument = z.infer<typeof workflowDocumentSchema>;
