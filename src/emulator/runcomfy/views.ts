import { imagesOf, stageOf, type Job } from '../job.ts';
import { picturePath } from '../pictures.ts';
import { queuePosition } from '../timetable.ts';
import { chargedFor, type World } from '../world.ts';

/** URLs of a request, as the answer to its submit tells them. */
export const requestUrls = (origin: string, id: string) => ({
  status_url: `${origin}/v1/requests/${id}/status`,
  result_url: `${origin}/v1/requests/${id}/result`,
});

/** RunComfy's word for where a job stands. */
function statusWord(job: Job, now: number): string {
  const { fate } = job;
  switch (stageOf(job, now)) {
    case 'cancelled':
      return 'cancelled';
    case 'queued':
      return 'in_queue';
    case 'running':
    case 'ended': {
      if (fate.status !== undefined && now < job.startAt + (fate.statusForMs ?? Infinity)) return fate.status;
      if (now < job.finishAt) return 'in_progress';
      return fate.ending === 'completed' ? (fate.completedWord ?? 'completed') : fate.ending;
    }
  }
}

/** Answer of `/status`. */
export function statusView(world: World, job: Job, origin: string): Record<string, unknown> {
  const now = world.clock.now();
  const status = statusWord(job, now);
  return {
    request_id: job.id,
    status,
    ...(status === 'in_queue' ? { queue_position: queuePosition(world.jobs.values(), job, now) } : {}),
    ...requestUrls(origin, job.id),
  };
}

/** Answer of `/result`: the state alone until the job has ended. */
export function resultView(
  world: World,
  job: Job,
  options: { origin: string; withCost: boolean },
): Record<string, unknown> {
  const now = world.clock.now();
  const status = statusWord(job, now);
  const ended =
    stageOf(job, now) === 'ended' && (status === job.fate.completedWord || status === job.fate.ending);
  if (!ended) return { request_id: job.id, status };
  const urls = Array.from(
    { length: imagesOf(job, now) },
    (_, index) => `${options.origin}${picturePath(job, index)}`,
  );
  const completed = job.fate.ending === 'completed';
  return {
    request_id: job.id,
    status,
    ...(completed ? { output: job.fate.singleImage ? { image: urls[0] } : { images: urls } } : {}),
    ...(job.fate.error === undefined ? {} : { error: job.fate.error }),
    created_at: new Date(job.acceptedAt).toISOString(),
    finished_at: new Date(job.finishAt).toISOString(),
    ...(options.withCost ? { cost: chargedFor(world, job.id) } : {}),
  };
}
