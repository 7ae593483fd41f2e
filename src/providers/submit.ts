import type { Operation, PreparedRequest, SubmitOutcome } from '#core/model/image-model.ts';
import type { FailureCode } from '#core/run/failure.ts';

import { sentenceFor, toProviderFailure } from './failures.ts';
import type { Exchange, Send } from './http.ts';
import type { ProviderOptions } from './provider-options.ts';

/** What a provider's body says, read by its own rules. */
export interface Verdict {
  /** Id of the job, if it tells one. */
  readonly id: string | undefined;
  /** The provider's own word that it refused, by its codes. */
  readonly refused: { code: FailureCode; said: string | undefined } | undefined;
}

/** Read timeout of the paid POST: proxies cut at 60 s, official clients wait 90 s. */
const submitTimeoutMs = 120_000;

const idPattern = /^[\w.:-]{1,128}$/;

/** HTTP statuses that prove that nothing was made. */
const rejections: ReadonlyMap<number, FailureCode> = new Map([
  [400, 'invalid'],
  [401, 'auth'],
  [402, 'quota'],
  [403, 'auth'],
  [404, 'not-found'],
  [413, 'invalid'],
  [422, 'invalid'],
  [429, 'rate-limited'],
]);

/** The one POST that costs money: sent once, never redirected, its body byte for byte as prepared. */
export async function submitOnce(options: {
  provider: ProviderOptions;
  send: Send;
  path: string;
  prepared: PreparedRequest;
  read: (json: unknown) => Verdict;
}): Promise<SubmitOutcome> {
  const { provider, prepared } = options;
  if (provider.key() === undefined)
    return {
      type: 'rejected',
      failure: toProviderFailure(provider, {
        code: 'auth',
        message: sentenceFor(provider, 'auth', undefined),
        retryable: true,
      }),
    };
  const exchange = await options.send({
    method: 'POST',
    path: options.path,
    body: prepared.body,
    contentType: 'application/json',
    timeoutMs: submitTimeoutMs,
  });
  return classify(provider, exchange, {
    prepared,
    verdict: exchange.type === 'answer' ? options.read(exchange.json) : undefined,
  });
}

/** Whether the answer accepts, provably refuses, or leaves open what happened. */
function classify(
  provider: ProviderOptions,
  exchange: Exchange,
  { prepared, verdict }: { prepared: PreparedRequest; verdict: Verdict | undefined },
): SubmitOutcome {
  if (exchange.type === 'broken') {
    if (exchange.refused !== undefined) return { type: 'rejected', failure: exchange.refused.failure };
    if (!exchange.unsent) return unknown(provider, { detail: exchange.detail });
    return {
      type: 'rejected',
      failure: toProviderFailure(provider, {
        code: 'protocol',
        message: `${provider.title} cannot be reached. Nothing was sent. Check the connection.`,
        retryable: true,
        detail: exchange.detail,
      }),
    };
  }
  const { status, text } = exchange;
  const said = { httpStatus: status, detail: text };
  const succeeded = status >= 200 && status < 300;
  const refusal = verdict?.refused;
  // The provider's own breakdown, under whatever HTTP status, proves nothing about the job.
  const ownTrouble = refusal?.code === 'provider-failed';
  if (succeeded && (refusal === undefined || ownTrouble)) {
    const id = verdict?.id;
    if (id === undefined || !idPattern.test(id)) return unknown(provider, said);
    const operation: Operation = { provider: provider.provider, model: prepared.model, requestId: id };
    return { type: 'accepted', operation };
  }
  const byStatus = rejections.get(status);
  if (ownTrouble || (!succeeded && byStatus === undefined)) return unknown(provider, said);
  // 429 is a matter of pace whatever the body says; elsewhere the provider's own code is the better witness.
  const code = status === 429 ? 'rate-limited' : (refusal?.code ?? byStatus ?? 'invalid');
  const size = `The request has ${Math.ceil(prepared.body.length / 1024)} kB, which is too much.`;
  const reason = status === 413 ? [refusal?.said, size].filter(Boolean).join(' ') : refusal?.said;
  return {
    type: 'rejected',
    failure: toProviderFailure(provider, {
      code,
      message:
        code === 'auth' && status === 403
          ? `${provider.title} does not let this account use the model ${prepared.model} (HTTP 403).`
          : sentenceFor(provider, code, reason),
      retryable: code === 'auth' || code === 'quota' || code === 'rate-limited',
      ...said,
    }),
    ...(exchange.retryAfterMs === undefined ? {} : { retryAfterMs: exchange.retryAfterMs }),
  };
}

const unknown = (
  provider: ProviderOptions,
  said: { httpStatus?: number; detail: string },
): SubmitOutcome => ({
  type: 'unknown',
  failure: toProviderFailure(provider, {
    code: 'unknown-outcome',
    message: sentenceFor(provider, 'unknown-outcome', undefined),
    charged: 'unknown',
    ...said,
  }),
});
