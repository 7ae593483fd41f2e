import type { ResultImage } from '#core/model/image-model.ts';

const dataUri = /^data:image\/[\w.+-]+;base64,/i;
const base64 = /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/;

/**
 * One output of a finished job: a URL, an object that holds one, a data URI or naked base64. Undefined when it is
 * none of them, which counts as an image that did not come.
 */
export function toResultImage(output: unknown, nsfw: boolean): ResultImage | undefined {
  if (typeof output === 'object' && output !== null)
    return toResultImage(Reflect.get(output, 'url') ?? Reflect.get(output, 'image'), nsfw);
  if (typeof output !== 'string') return undefined;
  const head = dataUri.exec(output.slice(0, 64))?.[0];
  if (head !== undefined) return { base64: output.slice(head.length), nsfw };
  if (/^https?:\/\//i.test(output) && URL.canParse(output)) return { url: output, nsfw };
  return base64.test(output) ? { base64: output, nsfw } : undefined;
}
