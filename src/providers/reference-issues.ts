import type { ImageRequest, RequestIssue } from '#core/model/image-model.ts';

/** Stated by the model's maker for every place that offers it. */
const maxTogether = 15;

/** What is wrong with the reference images of a request. */
export function referenceIssues(request: ImageRequest, title: string, limit: number): RequestIssue[] {
  const { references, count } = request;
  const issues: RequestIssue[] = [];
  const refuse = (message: string): void =>
    void issues.push({ severity: 'error', field: 'references', message });
  if (references.length > limit)
    refuse(`${title} takes at most ${limit} reference images, not ${references.length}.`);
  else if (references.length > 0 && references.length + count > maxTogether)
    refuse(
      `${title} takes at most ${maxTogether} reference images and new images together, not ${references.length} + ${count}.`,
    );
  if (references.some(({ mediaType }) => mediaType === 'image/avif'))
    refuse(`${title} reads no AVIF images. Use PNG, JPEG or WebP as reference.`);
  return issues;
}
