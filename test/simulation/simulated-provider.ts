import type { ImageModel, Operation, ProviderId, SubmitOutcome } from '#core/model/image-model.ts';
import type { Failure, FailureCode } from '#core/run/failure.ts';
import { FailureError } from '#core/run/failure.ts';

import type { FaultKind, Site } from './history.ts';

/** A job as the simulated provider knows it; nothing that Batchwork does can change it but a cancel. */
export interface Sale {
  readonly id: string;
  readonly provider: ProviderId;
  /** What was asked for: the prompt. */
  readonly item: string;
  readonly body: string;
  /** ms since the start. */
  readonly acceptedAt: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly usd: number;
  /** Addresses of its images; equal ones are the same bytes. */
  readonly images: readonly string[];
  readonly fails: boolean;
  cancelled: boolean;
}

/** What the simulated world tells the providers, and what they do to it. */
export interface ProviderSurroundings {
  elapsed(): number;
  /** ms since epoch, by the provider's own clock. */
  now(): number;
  /** Resolves after `ms` unless the process that waits has died. */
  wait(ms: number): Promise<void>;
  /** Counts a call of this site; the kind of the fault that waits for it. */
  fault<Of extends Site>(site: Of): FaultKind<Of> | undefined;
  /** Ends the process; never resolves. */
  crash(): Promise<never>;
}

const usdPerImage = 0.04;
const queuedMs = 2_000;
const imageMs = 3_000;

/** Both providers as one seller, with an account of its own of what it sold. */
export interface SimulatedSeller {
  readonly sales: readonly Sale[];
  /** The client of one provider, as one process has it. */
  model(provider: ProviderId, surroundings: ProviderSurroundings): ImageModel;
}

const trouble = (code: FailureCode, message: string, charged: Failure['charged'] = 'no'): Failure => ({
  code,
  message,
  retryable: code !== 'invalid' && code !== 'unknown-outcome',
  charged,
});
const unknown: SubmitOutcome = {
  type: 'unknown',
  failure: trouble('unknown-outcome', 'No answer came.', 'unknown'),
};

export function createSimulatedSeller(): SimulatedSeller {
  const sales: Sale[] = [];
  const find = (operation: Operation): Sale | undefined => sales.find(({ id }) => id === operation.requestId);

  const accept = (provider: ProviderId, body: string, around: ProviderSurroundings): Operation => {
    const { prompt, count } = JSON.parse(body) as { prompt: string; count: number };
    const fate = around.fault('job');
    const delivered =
      fate === 'fewer' ? Math.max(1, count - 1) : fate === 'more' ? count + 1 : fate === 'none' ? 0 : count;
    const id = `job-${sales.length + 1}`;
    const startAt = around.elapsed() + queuedMs;
    sales.push({
      id,
      provider,
      item: prompt,
      body,
      acceptedAt: around.elapsed(),
      startAt,
      endAt: startAt + (fate === 'slow' ? 600_000 : imageMs * count),
      usd: fate === 'failed' ? 0 : usdPerImage * count,
      images: Array.from({ length: delivered }, (_none, index) =>
        fate === 'duplicate' ? `sim://${id}/0` : `sim://${id}/${index}`,
      ),
      fails: fate === 'failed',
      cancelled: false,
    });
    return { provider, model: 'simulated', requestId: id };
  };

  return {
    sales,
    model: (provider, around) => ({
      provider,
      title: provider,
      demo: false,
      account: 'account',
      keyVariable: undefined,
      check: () => [],
      price: async ({ count }) => {
        const fault = around.fault('price');
        if (fault === 'crash') await around.crash();
        return fault === 'unknown'
          ? { usd: null, basis: 'unknown', source: 'nobody' }
          : { usd: usdPerImage * count, basis: 'requested-count', source: 'the simulation' };
      },
      prepare: async ({ prompt, count, references }) => ({
        model: 'simulated',
        body: JSON.stringify({ prompt, count, references: references.map(({ hash }) => hash) }),
      }),
      balance: async () => {
        if (around.fault('balance') === 'trouble')
          throw new FailureError(trouble('protocol', 'The provider does not answer.'));
        return { usd: 100 };
      },
      submit: async ({ body }) => {
        const fault = around.fault('submit');
        const rejected = (code: FailureCode, retryAfterMs?: number): SubmitOutcome => ({
          type: 'rejected',
          failure: trouble(code, `Refused: ${code}.`),
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        });
        await around.wait(50);
        switch (fault) {
          case 'unsent':
            return rejected('protocol');
          case 'rate-limited':
            return rejected('rate-limited', 20_000);
          case 'refused-key':
            return rejected('auth');
          case 'no-credit':
            return rejected('quota');
          case 'invalid':
            return rejected('invalid');
          case 'lost-request':
            return unknown;
          case 'crash-before':
            return around.crash();
          case 'crash-accepted':
          case 'late-answer':
          case 'lost-answer':
          case undefined:
            break;
        }
        const operation = accept(provider, body, around);
        if (fault === 'crash-accepted') await around.crash();
        await around.wait(fault === 'late-answer' ? 90_000 : 50);
        return fault === 'lost-answer' ? unknown : { type: 'accepted', operation };
      },
      poll: async (operation) => {
        const fault = around.fault('poll');
        await around.wait(fault === 'slow' ? 15_000 : 20);
        const sale = find(operation);
        const now = around.elapsed();
        if (fault === 'crash') await around.crash();
        if (fault === 'trouble') return { type: 'trouble', failure: trouble('protocol', 'HTTP 502.') };
        if (fault === 'rate-limited')
          return {
            type: 'trouble',
            failure: trouble('rate-limited', 'Too many.'),
            retryAfterMs: 5_000,
          };
        if (fault === 'not-found' || sale === undefined)
          return { type: 'trouble', failure: trouble('not-found', 'Never heard of it.') };
        if (fault === 'unknown-status')
          return { type: 'state', state: { type: 'unrecognized', status: 'warming up' } };
        if (sale.cancelled) return { type: 'state', state: { type: 'cancelled' } };
        if (now < sale.startAt || fault === 'backwards')
          return { type: 'state', state: { type: 'queued', position: 1 } };
        if (now < sale.endAt) return { type: 'state', state: { type: 'running' } };
        if (sale.fails)
          return { type: 'state', state: { type: 'failed', failure: trouble('provider-failed', 'Failed.') } };
        const images = fault === 'empty' ? [] : sale.images.map((url) => ({ url, nsfw: false }));
        return { type: 'state', state: { type: 'succeeded', images, costUsd: sale.usd } };
      },
      cancel: async (operation) => {
        const fault = around.fault('cancel');
        await around.wait(20);
        if (fault === 'crash') await around.crash();
        if (fault === 'trouble') return 'unknown';
        if (provider !== 'runcomfy') return 'unsupported';
        const sale = find(operation);
        if (sale === undefined || around.elapsed() >= sale.startAt) return 'too-late';
        sale.cancelled = true;
        return 'cancelled';
      },
      // Only one of the two lists what was ordered.
      ...(provider === 'wavespeed'
        ? {
            reconcile: async (prepared, sentAt) => {
              const fault = around.fault('reconcile');
              await around.wait(20);
              if (fault === 'crash') await around.crash();
              if (fault === 'trouble') throw new FailureError(trouble('protocol', 'HTTP 500.'));
              if (fault === 'hidden') return [];
              const offset = around.now() - around.elapsed();
              return sales
                .filter((sale) => sale.provider === provider && sale.acceptedAt + offset >= sentAt - 900_000)
                .map((sale) => ({
                  operation: { provider, model: 'simulated', requestId: sale.id },
                  createdAt: new Date(sale.acceptedAt + offset).toISOString(),
                  inputsMatch: fault === 'without-inputs' ? undefined : sale.body === prepared.body,
                }));
            },
          }
        : {}),
    }),
  };
}
