import type { GalleryImage } from '#core/api/gallery.ts';

import type { Editor } from '../app/editor.ts';
import { notify, notifyWithAction } from '../app/notices.ts';
import { messageOf } from '../remote/remote-error.ts';

const many = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`;

async function change(
  { remote, session }: Editor,
  images: readonly GalleryImage[],
  mark: { favourite?: boolean; binned?: boolean },
): Promise<boolean> {
  try {
    await remote.changeGallery(
      images.map(({ id }) => id),
      mark,
    );
    return true;
  } catch (error) {
    notify(session, 'error', messageOf(error));
    return false;
  }
}

/** Makes images favourites; if all of them are, they are none any more. */
export const favourImages = (editor: Editor, images: readonly GalleryImage[]): Promise<boolean> =>
  change(editor, images, { favourite: !images.every(({ favourite }) => favourite) });

/** Moves images to the bin, which can be taken back; those in the bin come out again. */
export async function binImages(editor: Editor, images: readonly GalleryImage[]): Promise<void> {
  const binned = !images.every((image) => image.binned);
  if (!(await change(editor, images, { binned }))) return;
  notifyWithAction(
    editor.session,
    binned ? `${many(images.length)} moved to the bin.` : `${many(images.length)} restored.`,
    { label: 'Undo', run: () => void change(editor, images, { binned: !binned }) },
  );
}
