import { Download, Heart, ImagePlus, Maximize2, Trash2, Undo2, Workflow } from 'lucide-react';
import { useState } from 'react';

import type { GalleryImage } from '#core/api/gallery.ts';
import { routes } from '#core/api/routes.ts';

import { addAssets } from '../app/commands/image-files.ts';
import { openRun } from '../app/commands/workflow-files.ts';
import { useEditor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { messageOf } from '../remote/remote-error.ts';
import { IconButton } from '../ui/button.tsx';
import { binImages, favourImages } from './change-images.ts';
import { fileNameOfImage, saveBlob, saveUrl } from './image-actions.ts';
import { asLightboxImage } from './lightbox-image.ts';

import styles from './gallery.module.css';

/** Most images of one zip. */
const mostInZip = 1000;

/** What can be done with the selected images. */
export function GalleryActions({
  images,
  onDone,
}: {
  readonly images: readonly GalleryImage[];
  readonly onDone: () => void;
}) {
  const editor = useEditor();
  const [busy, setBusy] = useState(false);
  const [first] = images;
  if (first === undefined) return null;
  const download = async (): Promise<void> => {
    if (images.length === 1) {
      saveUrl(routes.asset(first.asset.hash), fileNameOfImage(first.asset, first.file));
      return;
    }
    setBusy(true);
    try {
      const ids = images.slice(0, mostInZip).map(({ id }) => id);
      saveBlob(await editor.remote.downloadGallery(ids), 'batchwork-images.zip');
    } catch (error) {
      notify(editor.session, 'error', messageOf(error));
    }
    setBusy(false);
  };
  const binned = images.every((image) => image.binned);
  return (
    <div className={styles['actions']} role="toolbar" aria-label="Selected images">
      <span className={styles['count']}>{images.length} selected</span>
      <IconButton
        label="Open large"
        keys="Enter"
        onClick={() =>
          editor.session.setState({
            dialog: { type: 'lightbox', index: 0, images: images.map((image) => asLightboxImage(image)) },
          })
        }
      >
        <Maximize2 size={15} />
      </IconButton>
      <IconButton
        label={images.every(({ favourite }) => favourite) ? 'No favourite any more' : 'Favourite'}
        keys="F"
        onClick={() => void favourImages(editor, images)}
      >
        <Heart size={15} />
      </IconButton>
      <IconButton
        label="Use as input"
        onClick={() =>
          addAssets(
            editor,
            images.map(({ asset }) => asset),
            editor.canvas?.center() ?? { x: 0, y: 0 },
          )
        }
      >
        <ImagePlus size={15} />
      </IconButton>
      <IconButton label="Open its workflow" onClick={() => void openRun(editor, first.run)}>
        <Workflow size={15} />
      </IconButton>
      <IconButton
        label={images.length === 1 ? 'Download' : 'Download as zip'}
        disabled={busy}
        onClick={() => void download()}
      >
        <Download size={15} />
      </IconButton>
      <IconButton
        label={binned ? 'Restore' : 'Move to the bin'}
        keys="Delete"
        onClick={() => {
          onDone();
          void binImages(editor, images);
        }}
      >
        {binned ? <Undo2 size={15} /> : <Trash2 size={15} />}
      </IconButton>
    </div>
  );
}
