import { shortestKey } from '#core/model/shortest-key.ts';
import type { Failure, FailureCode } from '#core/run/failure.ts';

import type { Exchange } from './http.ts';
import type { ProviderOptions } from './provider-options.ts';

/** Longest detail kept, in characters. */
const maxDetail = 2048;

type Parts = Pick<Failure, 'code' | 'message'> & Partial<Failure>;

/** A failure of this provider, with the key taken out of what the provider said. */
export function toProviderFailure(options: ProviderOptions, parts: Parts): Failure {
  const key = options.key();
  const hide = (text: string): string =>
    key === undefined || key.length < shortestKey
      ? text
      : text.replaceAll(key, '[key]').replaceAll(encodeURIComponent(key), '[key]');
  return {
    retryable: false,
    charged: 'no',
    provider: options.provider,
    ...parts,
    message: hide(parts.message),
    ...(parts.detail === undefined ? {} : { detail: hide(parts.detail).slice(0, maxDetail) }),
  };
}

/** "(RUNCOMFY_TOKEN)", or nothing where no variable holds the key. */
const variable = ({ keyVariable }: ProviderOptions): string =>
  keyVariable === undefined ? '' : ` (${keyVariable})`;

/** One plain sentence for each kind of refusal; `said` is the provider's own reason, where it helps. */
export function sentenceFor(options: ProviderOptions, code: FailureCode, said: string | undefined): string {
  const { title } = options;
  const reason = said === undefined || said === '' ? '.' : `: ${said.slice(0, 300)}`;
  switch (code) {
    case 'auth':
      return options.key() === undefined
        ? `${title} needs a key${variable(options)}. Set it in Settings.`
        : `${title} refused the key${variable(options)}. Check it in Settings.`;
    case 'quota':
      return `The ${title} account has not enough credit. Top it up, then run again.`;
    case 'rate-limited':
      return `${title} asks to wait: too many requests at the moment.`;
    case 'moderation':
      return `${title} refused the content${reason}`;
    case 'invalid':
      return `${title} refused the request${reason}`;
    case 'not-found':
      return `${title} does not know this${reason}`;
    case 'unknown-outcome':
      return `${title} did not answer clearly, so the batch may have been ordered. It is not sent again by itself.`;
    case 'protocol':
      return `${title} gave an answer that cannot be read${reason}`;
    case 'cancelled':
      return `${title} cancelled the job.`;
    case 'provider-failed':
    case 'empty-result':
    case 'download-failed':
    case 'blocked-destination':
    case 'over-cap':
    case 'node-failed':
      return `${title} could not make the images${reason}`;
  }
}

/** Refusals that pass by themselves or by a change of key or credit. */
const passing: ReadonlySet<FailureCode> = new Set(['auth', 'quota', 'rate-limited', 'not-found', 'protocol']);

/** What the trouble of a free call is called by its HTTP status. */
export function codeOfStatus(status: number): FailureCode {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'quota';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status >= 500) return 'protocol';
  return status >= 400 ? 'invalid' : 'protocol';
}

/**
 * Trouble of a free call. It says nothing about any job; most of it is worth asking again. `kind` is the provider's
 * own verdict, which goes before the HTTP status.
 */
export function troubleOf(
  options: ProviderOptions,
  exchange: Exchange,
  kind?: { code: FailureCode; said: string | undefined },
): Failure {
  if (exchange.type === 'broken') {
    if (exchange.refused !== undefined) return exchange.refused.failure;
    return toProviderFailure(options, {
      code: 'protocol',
      message: `${options.title} cannot be reached. Check the connection.`,
      retryable: true,
      charged: 'unknown',
      detail: exchange.detail,
    });
  }
  const code = kind?.code ?? codeOfStatus(exchange.status);
  return toProviderFailure(options, {
    code,
    message:
      code === 'protocol' && exchange.status >= 500
        ? `${options.title} has trouble at the moment (HTTP ${exchange.status}).`
        : sentenceFor(options, code, kind?.said),
    retryable: passing.has(code),
    charged: 'unknown',
    httpStatus: exchange.status,
    detail: exchange.text,
  });
}
