import { imagesOf, stageOf, type Job } from '../job.ts';
import { drawJobPicture, picturePath } from '../pictures.ts';
import type { World } from '../world.ts';

function statusWord(job: Job, now: number): string {
  const { fate } = job;
  switch (stageOf(job, now)) {
    case 'cancelled':
      return 'cancelled';
    case 'queued':
      return 'created';
    case 'running':
    case 'ended':
      if (fate.status !== undefined && now < job.startAt + (fate.statusForMs ?? Infinity)) return fate.status;
      if (now < job.finishAt) return 'processing';
      return fate.ending === 'completed' ? (fate.completedWord ?? 'completed') : fate.ending;
  }
}

/** `data` of a prediction. Outputs are naked base64 where the request asked for that. */
export async function predictionView(
  world: World,
  job: Job,
  origin: string,
): Promise<Record<string, unknown>> {
  const now = world.clock.now();
  const { fate } = job;
  const status = statusWord(job, now);
  const failed = stageOf(job, now) === 'ended' && fate.ending !== 'completed';
  const count = status === 'completed' || status === fate.completedWord ? imagesOf(job, now) : 0;
  const outputs: string[] = [];
  for (let index = 0; index < count; index += 1)
    outputs.push(
      job.base64
        ? (await drawJobPicture(world, job, index)).toString('base64')
        : `${origin}${picturePath(job, index)}`,
    );
  return {
    id: job.id,
    model: job.model,
    outputs,
    urls: { get: `${origin}/api/v3/predictions/${job.id}/result` },
    has_nsfw_contents: Array.from({ length: count === 0 ? 0 : (fate.nsfwFlags ?? count) }, (_, index) =>
      fate.nsfw.includes(index),
    ),
    status,
    created_at: new Date(job.acceptedAt).toISOString(),
    error: failed ? (fate.error ?? '') : '',
    ...(failed && fate.taskCode !== undefined ? { code: fate.taskCode } : {}),
    timings: { inference: now >= job.finishAt ? job.finishAt - job.startAt : 0 },
  };
}
