import sharp from 'sharp';

import { addJpegComment } from './jpeg-comment.ts';
import { lookComment } from './look-of-image.ts';
import { lookOf, type Look } from './look.ts';
import { pictureSvg } from './picture-svg.ts';

/** All that decides a picture. */
export interface PictureRequest {
  readonly prompt: string;
  /** Images in the batch, and which of them, counted from 0. */
  readonly count: number;
  readonly index: number;
  readonly seed: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Taken over from references; otherwise prompt and seed decide. */
  readonly look: Look | undefined;
  /** Pixels; a larger picture is drawn smaller in the same shape. */
  readonly longestSide: number;
}

/** Draws one image of a batch as JPEG. The same request gives the same bytes. */
export async function drawPicture(request: PictureRequest): Promise<Buffer> {
  const look = request.look ?? lookOf(request.prompt, request.seed);
  const scale = Math.min(1, request.longestSide / Math.max(request.width, request.height));
  const width = Math.max(1, Math.round(request.width * scale));
  const height = Math.max(1, Math.round(request.height * scale));
  const svg = pictureSvg({ ...request, width, height, look });
  const jpeg = await sharp(Buffer.from(svg), { limitInputPixels: false, unlimited: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 88, chromaSubsampling: '4:2:0' })
    .toBuffer();
  return addJpegComment(jpeg, lookComment(look));
}
