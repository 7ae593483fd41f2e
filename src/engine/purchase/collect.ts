import { z } from 'zod';

import type { ResultImage } from '#core/model/image-model.ts';
import { assetRefSchema, type AssetRef } from '#core/run/asset.ts';
import { FailureError, failureSchema, toFailure, type Failure } from '#core/run/failure.ts';

import type { PurchaseRecord } from '../purchase-record.ts';
import type { AcquiredJob } from './attempt.ts';
import type { PurchaseOptions } from './purchase.ts';

const collectedSchema = z.union([
  z.object({ asset: assetRefSchema, nsfw: z.boolean() }),
  z.object({ failure: failureSchema }),
]);
type Collected = z.infer<typeof collectedSchema>;

/** Images that are fetched ahead of the one whose turn it is. */
const ahead = 2;
const tries = 5;

/** Brings the images of a finished job home, one durable step an image, telling each as it lands. */
export async function collectImages(
  options: PurchaseOptions,
  job: AcquiredJob,
  images: readonly ResultImage[],
): Promise<{ images: PurchaseRecord['images']; losses: readonly Failure[] }> {
  const { task, node, execution, purchase } = options;
  const fetches = new Map<number, Promise<Collected>>();
  const fetchOnce = (index: number): Promise<Collected> | undefined => {
    const image = images[index];
    if (image === undefined) return undefined;
    let started = fetches.get(index);
    if (started === undefined) fetches.set(index, (started = collectImage(options, job, image, index)));
    return started;
  };
  const kept: PurchaseRecord['images'] = [];
  const losses: Failure[] = [];
  for (const [index, image] of images.entries()) {
    task.emit({
      type: 'job-progress',
      node,
      execution,
      attempt: job.attempt,
      phase: 'downloading',
      delivered: kept.length,
      asked: images.length,
    });
    const collected = collectedSchema.parse(
      await task.step(`image:${job.attempt}.${index}`, async () => {
        for (let next = index + 1; next <= index + ahead; next += 1) void fetchOnce(next);
        return (await fetchOnce(index)) ?? { failure: missing(job, image) };
      }),
    );
    if ('failure' in collected) {
      losses.push(collected.failure);
      continue;
    }
    task.emit({
      type: 'asset-add',
      node,
      execution,
      index,
      asset: collected.asset,
      demo: purchase.model.demo,
      nsfw: collected.nsfw,
    });
    kept.push(collected);
  }
  return { images: kept, losses };
}

const missing = (job: AcquiredJob, image: ResultImage): Failure => ({
  code: 'protocol',
  message: `An image of the job ${job.operation.requestId} could not be read${'url' in image ? ' from its address' : ''}.`,
  retryable: false,
  charged: 'yes',
});

/** Fetches one image, asking for fresh addresses when one has expired. Never throws: a loss is a value. */
async function collectImage(
  { purchase, capabilities }: PurchaseOptions,
  job: AcquiredJob,
  image: ResultImage,
  index: number,
): Promise<Collected> {
  const { assets, clock, downloads, pollMs } = capabilities;
  const never = new AbortController().signal;
  let source = image;
  for (let number = 1; ; number += 1) {
    try {
      const asset: AssetRef =
        'url' in source
          ? await downloads.download(source.url, purchase.model.provider, never)
          : await assets.put(decodeBase64(source.base64));
      return { asset, nsfw: image.nsfw };
    } catch (error) {
      const failure: Failure = {
        ...toFailure(error),
        charged: 'yes',
        provider: purchase.model.provider,
        requestId: job.operation.requestId,
      };
      const expired = failure.httpStatus !== undefined && [403, 404, 410].includes(failure.httpStatus);
      if (number >= tries || !(failure.retryable || expired)) return { failure };
      await clock.sleep(pollMs * number * (0.5 + clock.random() / 2));
      // Addresses expire, and move when the provider does; the job itself knows where its images are now.
      const polled = await purchase.model.poll(job.operation, never);
      if (polled.type === 'state' && polled.state.type === 'succeeded')
        source = polled.state.images[index] ?? source;
    }
  }
}

function decodeBase64(text: string): Uint8Array {
  const naked = text.replace(/^data:[^,]*,/, '');
  try {
    return Uint8Array.from(atob(naked), (character) => character.codePointAt(0) ?? 0);
  } catch {
    throw new FailureError({
      code: 'protocol',
      message: 'The provider sent an image that is no base64.',
      retryable: false,
      charged: 'yes',
    });
  }
}
