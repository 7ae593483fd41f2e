import { Columns2, Copy, Download, ImagePlus, Info, X, ZoomIn } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { routes } from '#core/api/routes.ts';

import { addAssets } from '../app/commands/image-files.ts';
import { useEditor } from '../app/editor.ts';
import type { LightboxImage } from '../state/session-store.ts';
import { IconButton } from '../ui/button.tsx';
import { CompareSlider } from './compare-slider.tsx';
import { copyImage, fileNameOfImage, saveUrl } from './image-actions.ts';
import { ImageDetails } from './image-details.tsx';
import { ImageStage, type StageHandle } from './image-stage.tsx';

import styles from './lightbox.module.css';

interface LightboxProps {
  readonly images: readonly LightboxImage[];
  readonly index: number;
  readonly onClose: () => void;
}

/** Results at full size: arrows, zoom, one to one, siblings, two compared, and what made them. */
export function Lightbox({ images, index, onClose }: LightboxProps) {
  const editor = useEditor();
  const element = useRef<HTMLDialogElement>(null);
  const stage = useRef<StageHandle>(null);
  const [at, setAt] = useState(Math.min(index, images.length - 1));
  /** The other image of a comparison. */
  const [against, setAgainst] = useState<number | null>(null);
  const [details, setDetails] = useState(() => globalThis.innerWidth >= 900);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const image = images[at];
  const other = against === null ? undefined : images[against];
  if (image === undefined) return null;
  const go = (to: number): void => setAt(Math.max(0, Math.min(images.length - 1, to)));
  const compare = (): void =>
    setAgainst(against === null ? (at + 1 < images.length ? at + 1 : at - 1) : null);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go(at - 1),
    ArrowRight: () => go(at + 1),
    Home: () => go(0),
    End: () => go(images.length - 1),
    '+': () => stage.current?.zoomBy(1.5),
    '=': () => stage.current?.zoomBy(1.5),
    '-': () => stage.current?.zoomBy(1 / 1.5),
    '0': () => stage.current?.fit(),
    '1': () => stage.current?.oneToOne(),
    i: () => setDetails((on) => !on),
    c: () => images.length > 1 && compare(),
  };
  return (
    // Escape closes a dialog by itself; the other keys are those of a viewer.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={styles['lightbox']}
      aria-label={`Image ${at + 1} of ${images.length}: ${image.caption}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        const act = keys[event.key];
        const { target, ctrlKey, metaKey, altKey } = event;
        if (act === undefined || ctrlKey || metaKey || altKey || target instanceof HTMLInputElement) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <header className={styles['bar']}>
        <output className={styles['caption']}>
          {image.demo && <span className={styles['demo']}>Demo</span>}
          {image.caption} · {at + 1} of {images.length}
        </output>
        {other === undefined && (
          <IconButton label="One to one" keys="1" onClick={() => stage.current?.oneToOne()}>
            <ZoomIn size={17} />
          </IconButton>
        )}
        {images.length > 1 && (
          <IconButton label="Compare two" keys="C" aria-pressed={against !== null} onClick={compare}>
            <Columns2 size={17} />
          </IconButton>
        )}
        <IconButton label="Copy the image" onClick={() => void copyImage(editor, image.asset)}>
          <Copy size={17} />
        </IconButton>
        <IconButton
          label="Use as input"
          onClick={() => {
            addAssets(editor, [image.asset], editor.canvas?.center() ?? { x: 0, y: 0 });
            onClose();
          }}
        >
          <ImagePlus size={17} />
        </IconButton>
        <IconButton
          label="Download"
          onClick={() => saveUrl(routes.asset(image.asset.hash), fileNameOfImage(image.asset, image.file))}
        >
          <Download size={17} />
        </IconButton>
        <IconButton label="Details" keys="I" aria-pressed={details} onClick={() => setDetails((on) => !on)}>
          <Info size={17} />
        </IconButton>
        <IconButton label="Close" keys="Escape" onClick={onClose}>
          <X size={18} />
        </IconButton>
      </header>
      <div className={styles['middle']}>
        {other === undefined ? (
          <ImageStage ref={stage} key={image.asset.hash} image={image} onStep={(by) => go(at + by)} />
        ) : (
          <CompareSlider a={image} b={other} />
        )}
        {details && <ImageDetails image={image} onClose={onClose} />}
      </div>
      {images.length > 1 && (
        <SiblingStrip
          images={images}
          at={at}
          against={against}
          onPick={(to) => (against === null ? go(to) : to !== at && setAgainst(to))}
        />
      )}
    </dialog>
  );
}

/** Siblings that are drawn around the one in sight; a gallery may hold thousands. */
const around = 30;

const bringIntoSight = (button: HTMLButtonElement | null): void =>
  button?.scrollIntoView({ block: 'nearest', inline: 'center' });

function SiblingStrip({
  images,
  at,
  against,
  onPick,
}: {
  readonly images: readonly LightboxImage[];
  readonly at: number;
  readonly against: number | null;
  readonly onPick: (index: number) => void;
}) {
  const first = Math.max(0, at - around);
  return (
    <nav className={styles['strip']} aria-label={against === null ? 'Images' : 'Compare with'}>
      {images.slice(first, at + around + 1).map(({ asset }, offset) => {
        const index = first + offset;
        return (
          <button
            // The same image may stand in the list twice.
            // oxlint-disable-next-line react/no-array-index-key
            key={`${asset.hash}:${index}`}
            type="button"
            aria-label={`Image ${index + 1}`}
            ref={index === at ? bringIntoSight : undefined}
            aria-current={index === at}
            data-against={index === against}
            onClick={() => onPick(index)}
          >
            <img src={routes.thumbnail(asset.hash, 320)} alt="" decoding="async" draggable={false} />
          </button>
        );
      })}
    </nav>
  );
}
