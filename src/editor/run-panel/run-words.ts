import type { RunSnapshot } from '#core/run/snapshot.ts';

import type { JobSummary } from '../state/run-store.ts';

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
  return { state: known, words: active && stopping ? 'stopping' : words[known] };
}

/** How far a run is: steps that ended, of all. */
export function runProgress(snapshot: RunSnapshot): { done: number; total: number } {
  const steps = [...snapshot.steps.values()];
  return {
    done: steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length,
    total: steps.length,
  };
}
