import type { RunSnapshot } from '#core/run/snapshot.ts';

import type { JobSummary } from '../state/run-store.ts';
import { formatUsd } from '../ui/money.ts';
import { stepFraction } from '../workflow/run-view.ts';

const words: Record<RunSnapshot['state'], string> = {
  queued: 'queued',
  running: 'running',
  complete: 'complete',
  partial: 'partly done',
  failed: 'failed',
  cancelled: 'stopped',
  attention: 'needs attention',
};

/** State of a run in the list: from its events where they are known, else from the jobs API. */
export function runWords(
  job: JobSummary,
  snapshot: RunSnapshot | undefined,
  stopping: boolean,
): { state: RunSnapshot['state']; words: string } {
  const state = job.outcome ?? (snapshot !== undefined && snapshot.seq > 0 ? snapshot.state : undefined);
  const known = state ?? (job.status === 'queued' ? 'queued' : 'running');
  const active = known === 'queued' || known === 'running';
  const halting = active && (stopping || job.status === 'canceling');
  return { state: known, words: halting ? 'stopping' : words[known] };
}

/** How far a run is: steps that ended, of all; `share` counts a step under way by its part, 0 to 1. */
export function runProgress(snapshot: RunSnapshot): { done: number; total: number; share: number } {
  const steps = [...snapshot.steps.values()];
  const done = steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  const underWay = steps
    .filter(({ state }) => state === 'running')
    .reduce((sum, step) => sum + Math.min(0.95, stepFraction(step) ?? 0), 0);
  return { done, total: steps.length, share: steps.length === 0 ? 0 : (done + underWay) / steps.length };
}

/** What a run cost, or may cost while it works: "$0.12", "up to $0.12", "price unknown", or nothing for a free one. */
export function runCost(job: JobSummary, snapshot: RunSnapshot | undefined): string {
  if (job.outcome === null) {
    const estimate = snapshot === undefined ? job.metrics['estimate_usd'] : snapshot.estimateUsd;
    if (estimate === null || estimate === undefined) return 'price unknown';
    return estimate > 0 ? `up to ${formatUsd(estimate)}` : '';
  }
  const cost = job.metrics['cost_usd'];
  if (cost === undefined) return '';
  if (cost === null) return 'cost unknown';
  return cost > 0 ? formatUsd(cost) : '';
}

/** How many images an ended run brought, and how many of them were known: "3 images", "3 images, cached". */
export function runImages({ metrics }: JobSummary): string {
  const bought = metrics['images'] ?? 0;
  const cached = metrics['cached_images'] ?? 0;
  const all = bought + cached;
  if (all === 0) return '';
  return `${all} ${all === 1 ? 'image' : 'images'}${bought === 0 ? ', cached' : ''}`;
}
