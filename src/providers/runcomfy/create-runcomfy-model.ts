import type {
  CancelOutcome,
  ImageModel,
  ImageRequest,
  Operation,
  PollOutcome,
  PreparedRequest,
  Price,
  ReferenceImage,
} from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';

import { createAsk, type Ask } from '../ask.ts';
import { toBase64 } from '../base64.ts';
import { toProviderFailure } from '../failures.ts';
import { createSend } from '../http.ts';
import { accountOf, type ProviderOptions } from '../provider-options.ts';
import { submitOnce } from '../submit.ts';
import { createTimedCache, type TimedCache } from '../timed-cache.ts';
import { refusalIn } from './errors.ts';
import { priceIn, unknownPrice } from './price.ts';
import { bodyOf, checkRequest, modelOf } from './request.ts';
import { resultState, stateOf, wordFor } from './state.ts';
import { balanceSchema, modelSchema, resultSchema, statusSchema, submitSchema } from './wire.ts';

/** The account API lives on a host of its own (official command line tool). */
const modelHost = 'model-api.runcomfy.net';
const accountOrigin = 'https://api.runcomfy.net';

/** Official clients keep the whole body below this. */
const maxBodyLength = 64 * 1024 * 1024;

const priceLifeMs = 60_000;

interface Client {
  readonly options: ProviderOptions;
  readonly ask: Ask;
  /** As `ask`, for answers about a job: one that tells a status is read by its status, whatever else it says. */
  readonly askForState: Ask;
  readonly prices: TimedCache<Price>;
}

async function readPrice(client: Client, request: ImageRequest, signal: AbortSignal): Promise<Price> {
  const { options, prices } = client;
  if (options.demo) return { usd: 0, basis: 'free', source: 'Demo images are free' };
  if (options.key() === undefined)
    return unknownPrice(`${options.title} tells prices only to a key (${options.keyVariable})`);
  const model = modelOf(request.references.length);
  const cacheKey = `${model} ${request.count}`;
  const cached = prices.get(cacheKey);
  if (cached !== undefined) return cached;
  const reading = await client.ask(modelSchema, { method: 'GET', path: `/v1/models/${model}`, signal });
  if (reading.type === 'trouble')
    return unknownPrice(`${options.title} did not tell a price: ${reading.failure.message}`);
  const price = priceIn(reading.body, request);
  prices.set(cacheKey, price);
  return price;
}

async function prepare(
  options: ProviderOptions,
  request: ImageRequest,
  references: readonly ReferenceImage[],
): Promise<PreparedRequest> {
  const images: string[] = [];
  for (const reference of references)
    images.push(`data:${reference.asset.mediaType};base64,${toBase64(await reference.bytes())}`);
  const body = bodyOf(request, images);
  if (body.length > maxBodyLength)
    throw new FailureError(
      toProviderFailure(options, {
        code: 'invalid',
        message: `The reference images are too large together: ${options.title} takes at most 64 MB in one request.`,
      }),
    );
  return { model: modelOf(references.length), body };
}

async function poll(client: Client, { requestId }: Operation, signal: AbortSignal): Promise<PollOutcome> {
  const path = `/v1/requests/${encodeURIComponent(requestId)}`;
  const status = await client.askForState(statusSchema, { method: 'GET', path: `${path}/status`, signal });
  if (status.type === 'trouble') return status;
  const state = stateOf(client.options, status.body);
  // The reason of a failure stands in the result too, and official clients read it there.
  if (state !== undefined && state.type !== 'failed') return { type: 'state', state };
  const result = await client.askForState(resultSchema, {
    method: 'GET',
    path: `${path}/result?include_cost=true`,
    signal,
  });
  if (result.type === 'trouble') return state === undefined ? result : { type: 'state', state };
  const told = resultState(client.options, result.body);
  // Where the two disagree, images win over a failure, and a failure over anything vaguer.
  const settled = told.type === 'succeeded' || told.type === 'failed';
  return { type: 'state', state: settled || state === undefined ? told : state };
}

/** A cancel that did nothing is a 200 too, so only its `outcome` counts. */
async function cancel(client: Client, { requestId }: Operation): Promise<CancelOutcome> {
  const answer = await client.askForState(statusSchema, {
    method: 'POST',
    path: `/v1/requests/${encodeURIComponent(requestId)}/cancel`,
  });
  if (answer.type === 'trouble') return 'unknown';
  const { outcome, status } = answer.body;
  if (typeof outcome === 'string') {
    if (wordFor(outcome) === 'cancelled') return 'cancelled';
    return outcome.toLowerCase() === 'not_cancellable' ? 'too-late' : 'unknown';
  }
  return wordFor(status ?? '') === 'cancelled' ? 'cancelled' : 'unknown';
}

async function balance(client: Client, signal: AbortSignal): Promise<{ usd: number | null }> {
  const { options } = client;
  // The host that takes orders is asked first: this is the question by which a troubled lane learns that it is back.
  const probe = await client.ask(modelSchema, { method: 'GET', path: `/v1/models/${modelOf(0)}`, signal });
  if (probe.type === 'trouble' && probe.failure.code !== 'not-found') throw new FailureError(probe.failure);
  if (options.demo) return { usd: null };
  const base = new URL(options.baseUrl);
  const origin = base.host === modelHost ? accountOrigin : base.origin;
  const answer = await client.ask(balanceSchema, {
    method: 'GET',
    path: `${origin}/prod/v2/balance`,
    signal,
  });
  return { usd: answer.type === 'body' ? (answer.body.balance_usd ?? null) : null };
}

/**
 * RunComfy's Model API as an image model: Seedream 4.5 Sequential, with references its edit sibling. The same client
 * against the embedded emulator is the demo.
 */
export function createRunComfyModel(options: ProviderOptions): ImageModel {
  const send = createSend(options);
  const client: Client = {
    options,
    ask: createAsk(options, send, refusalIn),
    askForState: createAsk(options, send, (json) =>
      typeof statusSchema.safeParse(json).data?.status === 'string' ? undefined : refusalIn(json),
    ),
    prices: createTimedCache(options.clock, priceLifeMs),
  };
  return {
    provider: options.provider,
    title: options.title,
    demo: options.demo,
    get account() {
      return accountOf(options);
    },
    keyVariable: options.keyVariable,
    check: (request) => checkRequest(request, options.title),
    price: (request, signal) => readPrice(client, request, signal),
    prepare: (request, references) => prepare(options, request, references),
    submit: (prepared) =>
      submitOnce({
        provider: options,
        send,
        path: `/v1/models/${prepared.model}`,
        prepared,
        read: (json) => {
          const id = submitSchema.safeParse(json).data?.request_id;
          return { id: typeof id === 'string' ? id : undefined, refused: refusalIn(json) };
        },
      }),
    poll: (operation, signal) => poll(client, operation, signal),
    cancel: (operation) => cancel(client, operation),
    balance: (signal) => balance(client, signal),
  };
}
