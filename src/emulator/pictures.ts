import sharp from 'sharp';

import { deliveredBy, imagesOf, type Job } from './job.ts';
import { drawPicture } from './picture/draw-picture.ts';
import type { World } from './world.ts';

const pathPattern = /^\/outputs\/([0-9a-f-]{32,36})\/(\d{1,2})\.jpg$/;

/** Path of one image of a job; `index` counts from 0. */
export const picturePath = (job: Job, index: number): string => `/outputs/${job.id}/${index + 1}.jpg`;

/** Draws image `index` of a job: always the same bytes. */
export const drawJobPicture = (world: World, job: Job, index: number): Promise<Buffer> =>
  world.drawing(() =>
    job.fate.composite ? drawComposite(world, job) : drawOne(world, job, { index, scale: 1 }),
  );

const drawOne = (
  world: World,
  job: Job,
  { index, scale }: { index: number; scale: number },
): Promise<Buffer> =>
  drawPicture({
    prompt: job.prompt,
    count: job.fate.composite ? job.requested : deliveredBy(job),
    index,
    seed: job.seed,
    width: Math.round(job.width * scale),
    height: Math.round(job.height * scale),
    look: job.look,
    longestSide: world.settings.longestSide,
  });

/** All views in one picture of the asked size. */
async function drawComposite(world: World, job: Job): Promise<Buffer> {
  const across = Math.ceil(Math.sqrt(job.requested));
  const views: Buffer[] = [];
  for (let index = 0; index < job.requested; index += 1)
    views.push(await drawOne(world, job, { index, scale: 1 / across }));
  const longestSide = Math.min(world.settings.longestSide, Math.max(job.width, job.height));
  return sharp(views, { join: { across, background: '#ffffff' } })
    .resize({ width: longestSide, height: longestSide, fit: 'inside' })
    .jpeg()
    .toBuffer();
}

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
