import type { z } from 'zod';

import type { JobState } from '#core/model/image-model.ts';

import { toResultImage } from '../delivered.ts';
import { sentenceFor, toProviderFailure } from '../failures.ts';
import type { ProviderOptions } from '../provider-options.ts';
import { asText } from '../said.ts';
import { codeOfTask } from './errors.ts';
import type { predictionSchema } from './wire.ts';

type Prediction = z.infer<typeof predictionSchema>;

/** Words of the model page, of the server's list and of older clients. */
const words: Readonly<Record<string, 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'>> = {
  created: 'queued',
  pending: 'queued',
  queued: 'queued',
  in_queue: 'queued',
  processing: 'running',
  running: 'running',
  in_progress: 'running',
  starting: 'running',
  completed: 'completed',
  succeeded: 'completed',
  success: 'completed',
  failed: 'failed',
  error: 'failed',
  timeout: 'failed',
  deleted: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

function failed(provider: ProviderOptions, prediction: Prediction, status: string): JobState {
  const said = asText(prediction.error);
  const code = codeOfTask(prediction.code, said);
  return {
    type: 'failed',
    failure: toProviderFailure(provider, {
      code,
      message: sentenceFor(provider, code, said ?? (status === 'failed' ? undefined : status)),
      charged: 'unknown',
      detail: JSON.stringify({ status, code: prediction.code, error: prediction.error }),
    }),
  };
}

/** State that a prediction tells. A flag stands for the output at its place; missing flags mean no. */
export function stateOf(provider: ProviderOptions, prediction: Prediction): JobState {
  const status = prediction.status ?? '';
  const word = status.trim().toLowerCase();
  switch (Object.hasOwn(words, word) ? words[word] : undefined) {
    case 'queued':
      return { type: 'queued' };
    case 'running':
      return { type: 'running' };
    case 'failed':
      return failed(provider, prediction, word);
    case 'cancelled':
      return { type: 'cancelled' };
    case 'completed': {
      const flags = prediction.has_nsfw_contents ?? [];
      return {
        type: 'succeeded',
        images: (prediction.outputs ?? []).flatMap(
          (output, index) => toResultImage(output, flags[index] === true) ?? [],
        ),
      };
    }
    case undefined:
      return { type: 'unrecognized', status };
  }
}
