import { z } from 'zod';

import type { HeldAttempt } from '#core/api/attempts.ts';
import { providerIdSchema, type ProviderId } from '#core/model/image-model.ts';
import { failureSchema, type Failure } from '#core/run/failure.ts';

import { childInputSchema } from '../run/child-task.ts';
import { intentSchema } from './intent.ts';

/** What the journal knows of a task that waits for a person. */
export interface ParkedAttempt {
  readonly attempt: string;
  readonly run: string;
  readonly task: { readonly id: string; readonly input: unknown; readonly lane: string | undefined };
  /** Results of its steps by name. */
  readonly steps: ReadonlyMap<string, unknown>;
}

const sentSchema = z.looseObject({ failure: failureSchema });

const unknown: Failure = {
  code: 'unknown-outcome',
  message: 'It is not known whether these images were bought.',
  retryable: false,
  charged: 'unknown',
};

/** Tells of a parked attempt what its intent and the answer to it say. */
export function describeHeld(
  parked: ParkedAttempt,
  names: { readonly name: string; readonly workflowFile: string | undefined },
): HeldAttempt {
  const { attempt, run, task, steps } = parked;
  const { node, execution } = childInputSchema.parse(task.input);
  const call = attempt.slice(task.id.length + 1);
  const intent = intentSchema.safeParse(steps.get(`intent#${call}`)).data;
  const failure = sentSchema.safeParse(steps.get(`submit#${call}`)).data?.failure ?? unknown;
  return {
    attempt,
    run,
    name: names.name,
    workflowFile: names.workflowFile ?? null,
    node,
    execution,
    provider: providerOf(parked) ?? null,
    model: intent?.model ?? null,
    prompt: intent?.prompt ?? null,
    images: intent?.images ?? null,
    sentAt: intent?.at ?? null,
    estimateUsd: intent?.estimateUsd ?? null,
    failure,
  };
}

/** The provider that an attempt was sent to. */
export const providerOf = ({ task }: ParkedAttempt): ProviderId | undefined =>
  providerIdSchema.safeParse(task.lane).data;
