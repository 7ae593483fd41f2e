import { imagesOf, type Job } from './job.ts';
import { drawPicture } from './picture/draw-picture.ts';
import type { World } from './world.ts';

const pathPattern = /^\/outputs\/([0-9a-f-]{32,36})\/(\d{1,2})\.jpg$/;

/** Path of one image of a job; `index` counts from 0. */
export const picturePath = (job: Job, index: number): string => `/outputs/${job.id}/${index + 1}.jpg`;

/** Draws image `index` of a job: always the same bytes. */
export const drawJobPicture = (world: World, job: Job, index: number): Promise<Buffer> =>
  world.drawing(() =>
    drawPicture({
      prompt: job.prompt,
      count: job.fate.delivered ?? job.requested,
      index,
      seed: job.seed,
      width: job.width,
      height: job.height,
      look: job.look,
      longestSide: world.settings.longestSide,
    }),
  );

/** The image at a path, with its job; undefined while it is not there. */
export async function pictureOf(
  world: World,
  path: string,
): Promise<{ job: Job; index: number; bytes: Buffer } | undefined> {
  const match = pathPattern.exec(path);
  const job = world.jobs.get(match?.[1] ?? '');
  const index = Number(match?.[2]) - 1;
  if (job === undefined || !(index >= 0 && index < imagesOf(job, world.clock.now()))) return undefined;
  return { job, index, bytes: await drawJobPicture(world, job, index) };
}
