import { z } from 'zod';

import type { ResultImage } from '#core/model/image-model.ts';
import { assetRefSchema, type AssetRef } from '#core/run/asset.ts';
import { FailureError, failureSchema, StorageError, toFailure, type Failure } from '#core/run/failure.ts';

import type { PurchaseRecord } from '../purchase-record.ts';
import type { AcquiredJob } from './attempt.ts';
import type { PurchaseOptions } from './purchase.ts';
import { untilStored } from './stored.ts';

/** One place of a finished job as the journal holds it: bytes that came with the answer are in the store already. */
export const deliveredSchema = z.union([
  z.object({ url: z.string(), nsfw: z.boolean() }),
  z.object({ asset: assetRefSchema, nsfw: z.boolean() }),
  /** What came was no image; the job is asked again. */
  z.object({ damaged: failureSchema, nsfw: z.boolean() }),
]);
export type Delivered = z.infer<typeof deliveredSchema>;

const collectedSchema = z.union([
  z.object({ asset: assetRefSchema, nsfw: z.boolean(), blank: z.literal(true).optional() }),
  z.object({ failure: failureSchema }),
]);
type Collected = z.infer<typeof collectedSchema>;

/** Images that are fetched ahead of the one whose turn it is. */
const ahead = 2;
/** How often an image is fetched, at addresses asked anew when they have expired or moved. */
const tries = 5;

/** Takes in what an answer brought along, so that the journal holds only its handle. */
export const storeInline = (options: PurchaseOptions, images: readonly ResultImage[]): Promise<Delivered[]> =>
  Promise.all(
    images.map(async (image): Promise<Delivered> => {
      if ('url' in image) return { url: image.url, nsfw: image.nsfw };
      try {
        return { asset: await storeBase64(options, image.base64), nsfw: image.nsfw };
      } catch (error) {
        return { damaged: toFailure(error), nsfw: image.nsfw };
      }
    }),
  );

/** Brings the images of a finished job home, one durable step an image, telling each as it lands. */
export async function collectImages(
  options: PurchaseOptions,
  job: AcquiredJob,
  images: readonly Delivered[],
): Promise<{ images: PurchaseRecord['images']; losses: readonly Failure[] }> {
  const { task, node, execution, purchase } = options;
  const fetches = new Map<number, Promise<Collected>>();
  const fetchOnce = (image: Delivered, index: number): Promise<Collected> => {
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
        for (const [next, other] of images.entries())
          if (next > index && next <= index + ahead) void fetchOnce(other, next);
        return flagBlank(options, await fetchOnce(image, index));
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
      ...(collected.blank === undefined ? {} : { blank: collected.blank }),
    });
    kept.push(collected);
  }
  return { images: kept, losses };
}

/** Marks a picture of one plain colour. Whatever keeps it from being looked at, it is kept. */
async function flagBlank({ capabilities }: PurchaseOptions, collected: Collected): Promise<Collected> {
  if ('failure' in collected) return collected;
  const blank = await capabilities.images.isBlank(collected.asset).catch(() => false);
  return blank ? { ...collected, blank } : collected;
}

/** Fetches one image, asking for fresh addresses when one has expired. Never throws: a loss is a value. */
async function collectImage(
  options: PurchaseOptions,
  job: AcquiredJob,
  image: Delivered,
  index: number,
): Promise<Collected> {
  const { purchase, capabilities } = options;
  const { clock, pollMs } = capabilities;
  const { nsfw } = image;
  if ('asset' in image) return { asset: image.asset, nsfw };
  let source: ResultImage | undefined = 'url' in image ? image : undefined;
  let failure: Failure | undefined = 'damaged' in image ? image.damaged : undefined;
  for (let number = 1; ; number += 1) {
    try {
      if (source !== undefined) return { asset: await fetchImage(options, source), nsfw };
    } catch (error) {
      failure = toFailure(error);
      if (error instanceof StorageError) number = tries;
    }
    const met: Failure = {
      ...(failure ?? gone),
      charged: 'yes',
      provider: purchase.model.provider,
      requestId: job.operation.requestId,
    };
    const expired = met.httpStatus !== undefined && [403, 404, 410].includes(met.httpStatus);
    const mayPass = met.retryable || expired || isDamage(met);
    if (number >= tries || !mayPass) return { failure: met };
    await clock.sleep(pollMs * number * (0.5 + clock.random() / 2));
    // Addresses expire, and move when the provider does; the job itself knows where its images are now.
    const polled = await purchase.model.poll(job.operation, new AbortController().signal);
    if (polled.type === 'state' && polled.state.type === 'succeeded')
      source = polled.state.images[index] ?? source;
  }
}

const gone: Failure = {
  code: 'download-failed',
  message: 'An image of the job is not there any more.',
  retryable: true,
  charged: 'yes',
};

/** Bytes came, and are no whole image; the next ones may be. */
const isDamage = ({ code }: Failure): boolean => code === 'invalid' || code === 'protocol';

const fetchImage = (options: PurchaseOptions, source: ResultImage): Promise<AssetRef> =>
  'url' in source
    ? untilStored({ ...options, onWait: tellWait(options) }, () =>
        options.capabilities.downloads.download(
          source.url,
          options.purchase.model.provider,
          new AbortController().signal,
        ),
      )
    : storeBase64(options, source.base64);

const storeBase64 = (options: PurchaseOptions, text: string): Promise<AssetRef> => {
  const bytes = decodeBase64(text);
  return untilStored({ ...options, onWait: tellWait(options) }, () =>
    options.capabilities.assets.put(bytes, { keepRejected: true }),
  );
};

const tellWait =
  ({ task, node, execution }: PurchaseOptions) =>
  (reason: string): void =>
    task.emit({ type: 'item-progress', node, execution, message: reason });

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
