import { sha256 } from '#platform/digest.ts';

/** Entity tag of a text: the same text has the same tag, whoever wrote it and when. */
export const etagOf = (text: string): string => `"${sha256(text).slice(0, 32)}"`;

/** Whether an If-Match or If-None-Match header names the tag; weak tags and missing quotes are forgiven. */
export const namesTag = (header: string, etag: string): boolean =>
  header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag || `"${tag}"` === etag);
