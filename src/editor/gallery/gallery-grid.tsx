import { useVirtualizer } from '@tanstack/react-virtual';
import { Heart } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';

import type { GalleryImage } from '#core/api/gallery.ts';
import { routes } from '#core/api/routes.ts';

import { useEditor } from '../app/editor.ts';
import { binImages, favourImages } from './change-images.ts';
import { imageDragType, writeDraggedImages } from './image-drag.ts';
import { asLightboxImage } from './lightbox-image.ts';
import { selectAt, type Selection } from './selection.ts';
import type { GalleryView } from './use-gallery.ts';

import styles from './gallery.module.css';

interface GalleryGridProps {
  readonly view: GalleryView;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

/** Least width of a tile, CSS pixels. */
const tile = 116;
const gap = 6;

/** A grid of squares of which only those in sight are drawn. Clicks, Shift, Mod and keys select; Enter opens. */
export function GalleryGrid({ view, selection, onSelect }: GalleryGridProps) {
  const editor = useEditor();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = Math.max(2, Math.floor((width - gap) / (tile + gap)));
  const { images, loadMore } = view;
  const rows = Math.ceil(images.length / columns);
  const side = Math.floor((width - 2 * gap - (columns - 1) * gap) / columns);
  // The virtualizer keeps its own state and is told of every new size below.
  // oxlint-disable-next-line react-hooks-js/incompatible-library
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => side + gap,
    overscan: 4,
  });
  useEffect(() => virtual.measure(), [virtual, side]);
  const items = virtual.getVirtualItems();
  const lastRow = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows > 0 && lastRow >= rows - 4) loadMore();
  }, [lastRow, rows, loadMore]);

  const ids = images.map((image) => image.id);
  const chosen = images.filter((image) => selection.ids.has(image.id));
  const open = (index: number): void =>
    editor.session.setState({
      dialog: { type: 'lightbox', index, images: images.map((image) => asLightboxImage(image)) },
    });
  const move = (index: number, how: 'alone' | 'range'): void => {
    const next = selectAt(selection, ids, { index, how });
    onSelect(next);
    virtual.scrollToIndex(Math.floor(next.active / columns));
  };
  const press = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      Home: -images.length,
      End: images.length,
    };
    const by = steps[key];
    if (by !== undefined) move(selection.active + by, shiftKey ? 'range' : 'alone');
    else if (key === 'Enter') open(selection.active);
    else if (key === ' ') onSelect(selectAt(selection, ids, { index: selection.active, how: 'toggle' }));
    else if (key === 'Escape' && selection.ids.size > 0) onSelect({ ...selection, ids: new Set() });
    else if ((ctrlKey || metaKey) && key === 'a') onSelect({ ...selection, ids: new Set(ids) });
    else if (key === 'f' && chosen.length > 0) void favourImages(editor, chosen);
    else if ((key === 'Delete' || key === 'Backspace') && chosen.length > 0) void binImages(editor, chosen);
    else return;
    event.preventDefault();
    // What is meant for pictures must not reach the canvas.
    event.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      // A select shows no pictures.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label="Images"
      aria-multiselectable="true"
      aria-activedescendant={images[selection.active] === undefined ? undefined : `${id}-${selection.active}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className={styles['rows']} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.flatMap(({ index: row, start }) =>
          images.slice(row * columns, (row + 1) * columns).map((image, column) => {
            const index = row * columns + column;
            return (
              <Tile
                key={image.id}
                id={`${id}-${index}`}
                image={image}
                place={{ x: gap + column * (side + gap), y: start + gap, side }}
                selected={selection.ids.has(image.id)}
                active={index === selection.active}
                onClick={({ shiftKey, ctrlKey, metaKey }) =>
                  onSelect(
                    selectAt(selection, ids, {
                      index,
                      how: shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : 'alone',
                    }),
                  )
                }
                onOpen={() => open(index)}
                onDrag={(event) => {
                  const dragged = selection.ids.has(image.id) ? chosen : [image];
                  event.dataTransfer.effectAllowed = 'copy';
                  event.dataTransfer.setData(
                    imageDragType,
                    writeDraggedImages(dragged.map(({ asset }) => asset)),
                  );
                }}
              />
            );
          }),
        )}
      </div>
    </div>
  );
}

interface TileProps {
  readonly id: string;
  readonly image: GalleryImage;
  readonly place: { readonly x: number; readonly y: number; readonly side: number };
  readonly selected: boolean;
  readonly active: boolean;
  readonly onClick: (event: MouseEvent) => void;
  readonly onOpen: () => void;
  readonly onDrag: (event: DragEvent) => void;
}

function Tile({ id, image, place, selected, active, onClick, onOpen, onDrag }: TileProps) {
  const { asset, nodeTitle, workflow, seed, demo, favourite } = image;
  return (
    // The list has the keyboard; its options are moved through there.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={selected}
      aria-label={`${nodeTitle}, ${workflow}${seed === null ? '' : `, seed ${seed}`}${favourite ? ', favourite' : ''}`}
      className={styles['tile']}
      data-active={active}
      style={{ left: place.x, top: place.y, width: place.side, height: place.side }}
      draggable
      onClick={onClick}
      onDoubleClick={onOpen}
      onDragStart={onDrag}
    >
      <img src={routes.thumbnail(asset.hash, 320)} alt="" loading="lazy" decoding="async" draggable={false} />
      {demo && <span className={styles['demo']}>Demo</span>}
      {favourite && <Heart size={14} className={styles['heart']} aria-hidden="true" />}
    </div>
  );
}

/** Width of the scrolled area, CSS pixels; follows every change. */
function useWidth(scroller: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(360);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 360));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return width;
}
