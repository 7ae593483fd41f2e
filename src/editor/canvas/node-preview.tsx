import { memo } from 'react';

import { routes } from '#core/api/routes.ts';
import type { ShownImage, StepSnapshot } from '#core/run/snapshot.ts';

import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { shownSnapshot, type RunState } from '../state/run-store.ts';
import { useDocument, useRuns } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { reachable } from '../workflow/document-index.ts';
import { stepImages } from '../workflow/run-view.ts';
import { NodeHistory } from './node-history.tsx';
import { selectStep } from './node-state.ts';
import { previewGrid } from './preview-grid.ts';
import { useChanged, useNodeResult, useOwnRuns } from './use-node-result.ts';

import styles from './node.module.css';

/** Steps of the shown run that hold demo images; what follows from them is demo too. */
const selectDemoSteps = (state: RunState): string =>
  [...(shownSnapshot(state)?.steps.values() ?? [])]
    .filter(({ images }) => images.some(({ demo }) => demo))
    .map(({ node }) => node)
    .join('\n');

/** Thumbnails of what a node made, arriving one by one; a click opens them large. */
export const NodePreview = memo(function NodePreview({
  id,
  title,
}: {
  readonly id: string;
  readonly title: string;
}) {
  const editor = useEditor();
  const own = useOwnRuns();
  const step = useRuns(selectStep(id));
  const result = useNodeResult(id, own);
  const changed = useChanged(id);
  const demoSteps = useRuns(selectDemoSteps);
  const demo = useDocument((state) => {
    if (demoSteps === '') return false;
    const sources = reachable(documentOf(state), id, 'up');
    return demoSteps.split('\n').some((step) => step === id || sources.has(step));
  });
  const images = result === undefined ? [] : stepImages(result.step);
  const active = step?.state === 'running';
  const asked = active ? expectedImages(step) : 0;
  // Images of another run, or of values that are others by now, must not pass for what the node would bring.
  const stale = result !== undefined && (result.earlier || (changed && !active));
  const count = Math.max(images.length, stale ? 0 : asked);
  if (count === 0) return null;
  const { columns, shown } = previewGrid(count);
  const open = (index: number): void => {
    editor.session.setState({
      dialog: {
        type: 'lightbox',
        index,
        images: images.map((image, at) => ({
          asset: image.asset,
          run: result?.run ?? null,
          node: id,
          request: result?.step.requests.get(image.execution) ?? null,
          costUsd: costOfImage(result?.step),
          demo: demo || image.demo,
          // A save node shows what it was given, in the order of its files.
          file: result?.step.files.length === images.length ? (result.step.files[at] ?? null) : null,
          caption: `${title} · ${image.asset.width} × ${image.asset.height}`,
        })),
      },
    });
  };
  const first = images[0]?.asset;
  const ratio = first === undefined ? '1' : `${first.width} / ${first.height}`;
  return (
    <>
      <div
        className={classes(styles['preview'], stale && styles['stale'])}
        style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
      >
        {Array.from({ length: shown }, (_, index) => {
          const image = images[index];
          const hidden = index === shown - 1 ? count - shown : 0;
          return image === undefined ? (
            <span key={index} className={styles['pending']} style={{ aspectRatio: ratio }} />
          ) : (
            <Thumbnail
              key={`${image.execution}:${image.index}`}
              image={image}
              label={`Open image ${index + 1} of ${images.length}`}
              ratio={columns === 1 ? `${image.asset.width} / ${image.asset.height}` : ratio}
              hidden={hidden}
              onOpen={() => open(index)}
            />
          );
        })}
        {(demo || images.some((image) => image.demo)) && <span className={styles['demo']}>Demo</span>}
      </div>
      {result !== undefined && <NodeHistory id={id} own={own} result={result} changed={changed} />}
    </>
  );
});

/** What one image of a step cost; null where that is not known. */
const costOfImage = (step: StepSnapshot | undefined): number | null =>
  step === undefined || step.costUsd === null || step.images.length === 0
    ? null
    : step.costUsd / step.images.length;

/** Images that a running step will have when all goes well, as far as its jobs say. */
const expectedImages = (step: StepSnapshot): number =>
  [...step.jobs.values()].reduce(
    (sum, { asked, execution }) =>
      sum + Math.max(0, (asked ?? 0) - step.images.filter((image) => image.execution === execution).length),
    step.images.length,
  );

interface ThumbnailProps {
  readonly image: ShownImage;
  readonly label: string;
  readonly ratio: string;
  /** Images that stand behind this one. */
  readonly hidden: number;
  readonly onOpen: () => void;
}

function Thumbnail({ image, label, ratio, hidden, onOpen }: ThumbnailProps) {
  return (
    <button
      type="button"
      className={`${styles['thumbnail']} nodrag`}
      style={{ aspectRatio: ratio }}
      aria-label={label}
      onClick={onOpen}
    >
      <img
        src={routes.thumbnail(image.asset.hash, 640)}
        srcSet={`${routes.thumbnail(image.asset.hash, 320)} 320w, ${routes.thumbnail(image.asset.hash, 640)} 640w`}
        sizes="280px"
        width={image.asset.width}
        height={image.asset.height}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
      />
      {hidden > 0 && <span className={styles['furtherImages']}>+{hidden}</span>}
    </button>
  );
}
