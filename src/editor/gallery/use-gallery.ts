import { useCallback, useEffect, useRef, useState } from 'react';

import type { GalleryImage } from '#core/api/gallery.ts';

import { useEditor } from '../app/editor.ts';
import { isAbort, messageOf } from '../remote/remote-error.ts';
import type { GalleryFilter } from '../remote/remote.ts';

export interface GalleryView {
  /** Those that are loaded, newest first. */
  readonly images: readonly GalleryImage[];
  /** How many there are in all; null until the first answer. */
  readonly total: number | null;
  readonly error: string | null;
  /** Asks for the next page, if there is one and it was not asked for yet. */
  readonly loadMore: () => void;
}

interface Loaded {
  readonly images: readonly GalleryImage[];
  readonly total: number | null;
  readonly next: string | null;
  readonly error: string | null;
}

const nothing: Loaded = { images: [], total: null, next: null, error: null };

/** Follows the gallery under a filter: the newest page is fetched again whenever the server tells of something new. */
export function useGallery(filter: GalleryFilter): GalleryView {
  const { remote, session } = useEditor();
  const key = JSON.stringify(filter);
  const [loaded, setLoaded] = useState<Loaded & { readonly key: string }>({ ...nothing, key });
  const asking = useRef<string | null>(null);

  useEffect(() => {
    let over = false;
    const load = async (): Promise<void> => {
      try {
        const page = await remote.gallery(JSON.parse(key), null);
        if (over) return;
        setLoaded((before) => ({ ...mergeNewest(before.key === key ? before : nothing, page), key }));
      } catch (error) {
        if (!over && !isAbort(error)) setLoaded((before) => ({ ...before, key, error: messageOf(error) }));
      }
    };
    void load();
    const unsubscribe = session.subscribe((state, before) => {
      if (state.galleryVersion !== before.galleryVersion) void load();
    });
    return () => {
      over = true;
      unsubscribe();
    };
  }, [remote, session, key]);

  const { next } = loaded;
  const loadMore = useCallback((): void => {
    if (next === null || asking.current === next) return;
    asking.current = next;
    remote
      .gallery(JSON.parse(key), next)
      .then((page) =>
        setLoaded((before) =>
          before.key !== key || before.next !== next
            ? before
            : { ...before, images: [...before.images, ...page.images], next: page.next },
        ),
      )
      .catch(() => {
        asking.current = null;
      });
  }, [remote, key, next]);

  return { ...(loaded.key === key ? loaded : nothing), loadMore };
}

/** The newest page in place of what was at its place; older pages that were fetched stay. */
function mergeNewest(
  before: Loaded,
  page: { images: readonly GalleryImage[]; next: string | null; total: number },
): Loaded {
  const last = page.images.at(-1);
  const at = last === undefined ? -1 : before.images.findIndex(({ id }) => id === last.id);
  const older = page.next === null || at === -1 ? [] : before.images.slice(at + 1);
  return {
    images: [...page.images, ...older],
    next: older.length === 0 ? page.next : before.next,
    total: page.total,
    error: null,
  };
}
