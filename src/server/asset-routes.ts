import { Readable } from 'node:stream';

import { Hono } from 'hono';

import type { LocalAssetStore } from '#platform/assets/open-asset-store.ts';

import { answerFile } from './file-answer.ts';
import { HttpError, notFound } from './http-error.ts';
import { assetPolicy } from './security-headers.ts';

/** What a hash names never changes. */
const forever = 'private, max-age=31536000, immutable';
const headers = { 'Content-Security-Policy': assetPolicy, 'X-Content-Type-Options': 'nosniff' };

/** `/api/batchwork/assets`: images go in as bytes and come out with the type that the bytes have. */
export function assetRoutes(assets: LocalAssetStore): Hono {
  return new Hono()
    .post('/', async (context) => {
      const body = context.req.raw.body;
      if (body === null) throw new HttpError(400, 'empty_body', 'Send the bytes of one image as the body.');
      return context.json(await assets.putStream(Readable.fromWeb(body)), 201);
    })
    .get('/:hash', async (context) => {
      const { hash } = context.req.param();
      const asset = await assets.find(hash);
      const answer =
        asset === undefined
          ? undefined
          : await answerFile(context, {
              path: asset.path,
              type: asset.mediaType,
              cacheControl: forever,
              etag: `"${hash}"`,
              headers,
            });
      if (answer === undefined) throw notFound('image');
      return answer;
    })
    .get('/:hash/thumbnail', async (context) => {
      const { hash } = context.req.param();
      const size = context.req.query('size') ?? '320';
      if (size !== '320' && size !== '640')
        throw new HttpError(400, 'invalid_request', 'A thumbnail has the size 320 or 640.');
      const path = await assets.thumbnail(hash, size === '320' ? 320 : 640);
      const answer =
        path === undefined
          ? undefined
          : await answerFile(context, {
              path,
              type: 'image/webp',
              cacheControl: forever,
              etag: `"${hash}-${size}"`,
              headers,
            });
      if (answer === undefined) throw notFound('image');
      return answer;
    });
}
