import type { z } from 'zod';

import type { JobState, ResultImage } from '#core/model/image-model.ts';

import { toResultImage } from '../delivered.ts';
import { sentenceFor, toProviderFailure } from '../failures.ts';
import type { ProviderOptions } from '../provider-options.ts';
import { asText, codeOfText } from '../said.ts';
import type { resultSchema, statusSchema } from './wire.ts';

/** RunComfy documents four words; its official clients know the others. */
const words: Readonly<Record<string, 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'>> = {
  in_queue: 'queued',
  queued: 'queued',
  pending: 'queued',
  waiting: 'queued',
  in_progress: 'running',
  starting: 'running',
  processing: 'running',
  running: 'running',
  completed: 'completed',
  succeeded: 'completed',
  success: 'completed',
  failed: 'failed',
  error: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

/** The neutral word for a status, whatever its case. */
export const wordFor = (status: string): (typeof words)[string] | undefined => {
  const word = status.trim().toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : undefined;
};

function failed(provider: ProviderOptions, error: unknown): JobState {
  const said = asText(error);
  const code = codeOfText(JSON.stringify(error)) === 'moderation' ? 'moderation' : 'provider-failed';
  return {
    type: 'failed',
    failure: toProviderFailure(provider, {
      code,
      message: sentenceFor(provider, code, said),
      charged: 'unknown',
      ...(error === undefined || error === null ? {} : { detail: JSON.stringify(error) }),
    }),
  };
}

function imagesIn(output: z.infer<typeof resultSchema>['output']): ResultImage[] {
  const listed = output?.images ?? [];
  const outputs = listed.length > 0 ? listed : [output?.image];
  return outputs.flatMap((image) => toResultImage(image, false) ?? []);
}

/** State of a job that has not completed, or undefined for one that has: then its result is due. */
export function stateOf(provider: ProviderOptions, body: z.infer<typeof statusSchema>): JobState | undefined {
  const status = body.status ?? '';
  switch (wordFor(status)) {
    case 'queued':
      return {
        type: 'queued',
        ...(typeof body.queue_position === 'number' ? { position: body.queue_position } : {}),
      };
    case 'running':
      return { type: 'running' };
    case 'failed':
      return failed(provider, body.error);
    case 'cancelled':
      return { type: 'cancelled' };
    case 'completed':
      return undefined;
    case undefined:
      return { type: 'unrecognized', status };
  }
}

/** The emulator counts play money; the demo costs nothing. */
function costOf(provider: ProviderOptions, cost: number | null | undefined): { costUsd?: number } {
  if (provider.demo) return { costUsd: 0 };
  return typeof cost === 'number' ? { costUsd: cost } : {};
}

/** State that an answer of `/result` tells. */
export function resultState(provider: ProviderOptions, body: z.infer<typeof resultSchema>): JobState {
  // An answer with output and without a status is a result all the same.
  const state = typeof body.status !== 'string' && body.output ? undefined : stateOf(provider, body);
  if (state !== undefined) return state;
  return {
    type: 'succeeded',
    images: imagesIn(body.output),
    ...costOf(provider, body.cost),
  };
}
