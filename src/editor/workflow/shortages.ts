import type { ItemRequest, StepSnapshot } from '#core/run/snapshot.ts';

/** An execution that brought fewer images than were asked for. */
export interface Shortage {
  readonly request: ItemRequest;
  readonly came: number;
  readonly missing: number;
}

/** Where a step that ended brought fewer images than asked. What failed is not short but failed, and has its Retry. */
export function shortages(step: StepSnapshot): readonly Shortage[] {
  if (step.state !== 'complete' || step.failure !== undefined) return [];
  return [...step.requests.values()].flatMap((request) => {
    const came = step.images.filter(({ execution }) => execution === request.execution).length;
    const missing = request.count - came;
    return came > 0 && missing > 0 ? [{ request, came, missing }] : [];
  });
}
