import { z } from 'zod';

import { literalSchema } from '../document/schema.ts';
import { assetRefSchema } from './asset.ts';
import { failureSchema } from './failure.ts';

/** How a run, or one node of it, ended. `attention`: an attempt with unknown outcome waits for a person. */
const outcomes = ['complete', 'partial', 'failed', 'cancelled', 'attention'] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** `skipped`: what the step needs failed or never came. */
export const stepOutcomeSchema = z.enum([...outcomes, 'skipped']);
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

/** Stamped by the journal: `seq` counts up over all runs of a data folder, `at` is ms since epoch. */
const stamp = { seq: z.int().positive(), run: z.string(), at: z.number() };
const step = { node: z.string() };
const item = { node: z.string(), execution: z.int().nonnegative() };

/** The values of one output, in batch order; holes are left out. Long texts are cut for display. */
const outputSummarySchema = z.object({ values: z.array(literalSchema), count: z.int().nonnegative() });

const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...stamp, ...shape });

/** Every kind of event, told apart by `type`; names are noun-verb. */
export const runEventSchema = z.discriminatedUnion('type', [
  event('run-start', {
    name: z.string(),
    /** Every step of the plan in its order. `executions` null: known only during the run. */
    steps: z.array(
      z.object({ node: z.string(), nodeType: z.string(), executions: z.int().nonnegative().nullable() }),
    ),
    estimateUsd: z.number().nullable(),
    /** True when a restart goes on with a run that had begun: all steps are told again. */
    resumed: z.boolean(),
  }),
  event('step-start', { ...step, executions: z.int().nonnegative() }),
  /** What a paid execution asks for, told before it is looked up or bought. Long prompts are cut for display. */
  event('item-request', {
    ...item,
    provider: z.string(),
    prompt: z.string(),
    /** null: the provider chooses one. */
    seed: z.int().nullable(),
    count: z.int(),
    resolution: z.string(),
    references: z.int().nonnegative(),
  }),
  event('item-progress', { ...item, fraction: z.number().min(0).max(1).optional(), message: z.string() }),
  event('item-warning', { ...item, message: z.string() }),
  /** The intent is on disk; the POST goes out next. */
  event('job-submit', {
    ...item,
    attempt: z.string(),
    provider: z.string(),
    images: z.int(),
    estimateUsd: z.number().nullable(),
  }),
  event('job-accept', { ...item, attempt: z.string(), provider: z.string(), requestId: z.string() }),
  event('job-progress', {
    ...item,
    attempt: z.string(),
    phase: z.enum(['waiting', 'queued', 'drawing', 'downloading', 'reconciling', 'cancelling']),
    /** Place in the provider's queue, from 1. */
    position: z.int().optional(),
    /** Images on disk, and asked for. */
    delivered: z.int().optional(),
    asked: z.int().optional(),
    /** Why it waits, in words, and when it is tried again (ms since epoch). */
    reason: z.string().optional(),
    nextTryAt: z.number().optional(),
  }),
  event('job-hold', { ...item, attempt: z.string(), failure: failureSchema }),
  /** One image is on disk and decoded; it is shown at once, before its siblings. */
  event('asset-add', {
    ...item,
    index: z.int().nonnegative(),
    asset: assetRefSchema,
    demo: z.boolean(),
    nsfw: z.boolean(),
    /** One plain colour; left out where it is not. */
    blank: z.literal(true).optional(),
  }),
  event('item-end', {
    ...item,
    outcome: outcomeSchema,
    cached: z.boolean(),
    costUsd: z.number().nullable(),
    failure: failureSchema.optional(),
  }),
  event('step-end', {
    ...step,
    outcome: stepOutcomeSchema,
    cached: z.boolean(),
    /** By output name; a node without outputs reports what it showed or saved under `images`. */
    outputs: z.record(z.string(), outputSummarySchema),
    failure: failureSchema.optional(),
  }),
  /** A file stands complete in the output folder; `path` is relative to it, with `/`. */
  event('asset-save', { ...item, asset: assetRefSchema, path: z.string() }),
  event('run-end', {
    outcome: outcomeSchema,
    costUsd: z.number().nullable(),
    /** Images bought in this run; memo hits count under `cachedImages`. */
    images: z.int().nonnegative(),
    cachedImages: z.int().nonnegative(),
    files: z.array(z.string()),
    failures: z.array(failureSchema.extend({ node: z.string().optional() })),
    warnings: z.array(z.object({ node: z.string().optional(), message: z.string() })),
  }),
]);

/** One entry of a run's append-only story. Folding them with `reduceRun` is the only run state anyone shows. */
export type RunEvent = z.infer<typeof runEventSchema>;

type WithoutStamp<E> = E extends RunEvent ? Omit<E, keyof typeof stamp> : never;
/** An event before the journal stamps it. */
export type RunEventType = RunEvent['type'];
/** An event before the journal stamps it. */
export type RunEventDraft = WithoutStamp<RunEvent>;
