import sharp from 'sharp';

import { runEventsSchema } from '#core/api/events.ts';
import { jobSchema } from '#core/api/jobs.ts';
import { routes } from '#core/api/routes.ts';
import type { Template } from '#core/api/workflows.ts';
import { isAssetRef } from '#core/run/asset.ts';

/** Size of a template's card picture in px: twice what the cards show. */
const size = { width: 512, height: 288 };

/** Runs a template with the demo and answers with the picture for its card: its sheet, or its images side by side. */
export async function templatePicture(url: string, { id, document }: Template): Promise<Buffer> {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(url + path, init);
    if (!answer.ok) throw new Error(`${id}: ${await answer.text()}`);
    return answer.json();
  };
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ workflow: document, provider: 'local' });
  let job = jobSchema.parse(await ask(routes.jobs, { method: 'POST', headers, body }));
  while (job.outcome === null) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    job = jobSchema.parse(await ask(routes.job(job.id)));
  }
  if (job.outcome !== 'complete') throw new Error(`${id} ended as ${job.outcome}.`);
  const { events } = runEventsSchema.parse(await ask(routes.runEvents(job.id)));
  const typeOf = new Map(document.nodes.map((node) => [node.id, node.type]));
  const outputs = events.flatMap((event) =>
    event.type === 'step-end'
      ? [
          {
            type: typeOf.get(event.node),
            values: Object.values(event.outputs).flatMap(({ values }) => values),
          },
        ]
      : [],
  );
  const sheet = outputs.filter(({ type }) => type === 'Grid').flatMap(({ values }) => values);
  const drawn = outputs.filter(({ type }) => type === 'SequentialGenerate').flatMap(({ values }) => values);
  const assets = (sheet.length > 0 ? sheet : drawn).filter((value) => isAssetRef(value));
  const images = await Promise.all(
    assets.map(async ({ hash }) => Buffer.from(await (await fetch(url + routes.asset(hash))).arrayBuffer())),
  );
  return cover(await sideBySide(images));
}

/** The upper part of what is tall; the whole of what is far wider than a card, on white. */
async function cover(image: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(image).metadata();
  const fit = width / height > 2.6 ? 'contain' : 'cover';
  const shown = sharp(image).resize({
    ...size,
    fit,
    position: fit === 'cover' ? 'top' : 'centre',
    background: '#ffffff',
  });
  return shown.webp({ quality: 78 }).toBuffer();
}

/** Images of one height in a row, with white between. */
async function sideBySide(images: readonly Buffer[]): Promise<Buffer> {
  const [only] = images;
  if (only === undefined) throw new Error('nothing was drawn');
  if (images.length === 1) return only;
  const height = 600;
  const gap = 16;
  const parts = await Promise.all(
    images.map(async (image) => {
      const { data, info } = await sharp(image)
        .resize({ height })
        .png()
        .toBuffer({ resolveWithObject: true });
      return { data, width: info.width };
    }),
  );
  let left = 0;
  const placed = parts.map(({ data, width }) => {
    const here = { input: data, left, top: 0 };
    left += width + gap;
    return here;
  });
  return sharp({ create: { width: left - gap, height, channels: 3, background: '#ffffff' } })
    .composite(placed)
    .png()
    .toBuffer();
}
