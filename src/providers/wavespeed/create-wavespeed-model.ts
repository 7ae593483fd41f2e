import type { ImageModel, Price } from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';

import { createAsk } from '../ask.ts';
import { createSend } from '../http.ts';
import { accountOf, type ProviderOptions } from '../provider-options.ts';
import { submitOnce } from '../submit.ts';
import { createTimedCache } from '../timed-cache.ts';
import { refusalIn } from './errors.ts';
import { readPrice } from './price.ts';
import { findCandidates } from './reconcile.ts';
import { checkRequest, inputsOf, modelOf } from './request.ts';
import { stateOf } from './state.ts';
import { uploadReference } from './upload.ts';
import { balanceSchema, envelopeOf, predictionSchema, submitSchema } from './wire.ts';

const priceLifeMs = 60_000;

/** Uploads are kept for seven days; one day leaves room for a job that waits. */
const uploadLifeMs = 24 * 3_600_000;

/** WaveSpeed's API v3 as an image model: Seedream 4.5 Sequential, with references its edit sibling. */
export function createWaveSpeedModel(options: ProviderOptions): ImageModel {
  const send = createSend(options);
  const ask = createAsk(options, send, refusalIn);
  // A prediction that tells its status is read by its status, whatever the envelope says.
  const askForState = createAsk(options, send, (json) =>
    typeof envelopeOf(predictionSchema).safeParse(json).data?.data.status === 'string'
      ? undefined
      : refusalIn(json),
  );
  const prices = createTimedCache<Price>(options.clock, priceLifeMs);
  const uploads = createTimedCache<string>(options.clock, uploadLifeMs);
  return {
    provider: options.provider,
    title: options.title,
    demo: options.demo,
    get account() {
      return accountOf(options);
    },
    keyVariable: options.keyVariable,
    check: (request) => checkRequest(request, options.title),
    price: (request, signal) => readPrice({ options, ask, prices }, request, signal),
    async prepare(request, references, signal) {
      const images: string[] = [];
      for (const reference of references)
        images.push(await uploadReference({ options, ask, send, uploads }, reference, signal));
      return { model: modelOf(references.length), body: JSON.stringify(inputsOf(request, images)) };
    },
    submit: (prepared) =>
      submitOnce({
        provider: options,
        send,
        path: `/api/v3/${prepared.model}`,
        prepared,
        read: (json) => {
          const id = submitSchema.safeParse(json).data?.data?.id;
          return { id: typeof id === 'string' ? id : undefined, refused: refusalIn(json) };
        },
      }),
    async poll({ requestId }, signal) {
      const reading = await askForState(envelopeOf(predictionSchema), {
        method: 'GET',
        path: `/api/v3/predictions/${encodeURIComponent(requestId)}/result`,
        signal,
      });
      if (reading.type === 'trouble') return reading;
      return { type: 'state', state: stateOf(options, reading.body.data) };
    },
    // WaveSpeed documents no way to stop a prediction.
    cancel: () => Promise.resolve('unsupported'),
    reconcile: (prepared, sentAt, signal) => findCandidates(options, ask, { prepared, sentAt, signal }),
    async balance(signal) {
      const reading = await ask(envelopeOf(balanceSchema), {
        method: 'GET',
        path: '/api/v3/balance',
        signal,
      });
      if (reading.type === 'body') return { usd: reading.body.data.balance ?? null };
      if (reading.failure.code === 'not-found') return { usd: null };
      throw new FailureError(reading.failure);
    },
  };
}
