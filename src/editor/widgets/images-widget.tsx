import { ImagePlus, X } from 'lucide-react';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';

import { routes } from '#core/api/routes.ts';
import type { AssetRef } from '#core/run/asset.ts';

import { uploadImages } from '../app/commands/image-files.ts';
import { useEditor } from '../app/editor.ts';
import { imagesOf } from '../workflow/literals.ts';
import { moveEntry } from './move-entry.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

const dragType = 'application/x-batchwork-image-index';

/** Image files: picked, dropped, put in order by dragging or with Alt+arrows, and removed. */
export function ImagesWidget({ value, onChange, onDone, label, problem }: WidgetProps) {
  const editor = useEditor();
  const picker = useRef<HTMLInputElement>(null);
  const [uploading, setUploading] = useState(0);
  const [over, setOver] = useState<number | 'add' | undefined>();
  const images = imagesOf(value);

  const change = (next: readonly AssetRef[]): void => {
    onDone();
    onChange([...next]);
    onDone();
  };
  const add = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setUploading((count) => count + files.length);
    const assets = await uploadImages(editor, files);
    setUploading((count) => count - files.length);
    if (assets.length > 0) change([...images, ...assets]);
  };
  const drop = (event: DragEvent, index: number): void => {
    setOver(undefined);
    event.preventDefault();
    event.stopPropagation();
    const from = event.dataTransfer.getData(dragType);
    if (from !== '') change(moveEntry(images, Number(from), index));
    else void add([...event.dataTransfer.files].filter(({ type }) => type.startsWith('image/')));
  };
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.altKey && step !== 0) change(moveEntry(images, index, index + step));
    else if (event.key === 'Delete' || event.key === 'Backspace')
      change(images.filter((_, at) => at !== index));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // Files and thumbnails are dropped here; buttons inside do the same by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset
      aria-label={label}
      className={`${styles['images']} nodrag`}
      data-over={over === 'add'}
      title={problem}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver((current) => current ?? 'add');
      }}
      onDragLeave={() => setOver(undefined)}
      onDrop={(event) => drop(event, images.length)}
    >
      {images.map((image, index) => (
        // The same image may stand twice; its place tells the two apart.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={`${image.hash}-${index}`} className={styles['thumbnail']} data-target={over === index}>
          <button
            type="button"
            className={styles['picture']}
            aria-label={`Image ${index + 1} of ${images.length}, ${image.width} by ${image.height}`}
            title="Alt and arrow keys move it, Delete removes it."
            draggable
            onKeyDown={(event) => onKeyDown(event, index)}
            onDragStart={(event) => {
              event.stopPropagation();
              event.dataTransfer.setData(dragType, String(index));
            }}
            onDragOver={(event) => {
              event.preventDefault();
              event.stopPropagation();
              setOver(index);
            }}
            onDrop={(event) => drop(event, index)}
          >
            <img src={routes.thumbnail(image.hash, 320)} alt="" loading="lazy" decoding="async" />
          </button>
          <button
            type="button"
            className={styles['remove']}
            aria-label={`Remove image ${index + 1}`}
            onClick={() => change(images.filter((_, at) => at !== index))}
          >
            <X size={12} />
          </button>
        </span>
      ))}
      <button
        type="button"
        className={styles['add']}
        aria-label={`${label}: add images`}
        onClick={() => picker.current?.click()}
      >
        <ImagePlus size={18} />
        {uploading > 0 ? `${uploading}…` : 'Add'}
      </button>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={`${label}: files`}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </fieldset>
  );
}
