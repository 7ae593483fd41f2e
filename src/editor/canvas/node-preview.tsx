import { memo, useMemo } from 'react';

import { routes } from '#core/api/routes.ts';
import type { ShownImage, StepSnapshot } from '#core/run/snapshot.ts';

import { useEditor } from '../app/editor.ts';
import { documentOf, sheetOf } from '../state/document-store.ts';
import { shownSnapshot, type RunState } from '../state/run-store.ts';
import { useDocument, useRuns } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { reachable } from '../workflow/document-index.ts';
import { stepImages } from '../workflow/run-view.ts';
import { selectStep } from './node-state.ts';
import { previewGrid } from './preview-grid.ts';

import styles from './node.module.css';

/** The node's step in an earlier run of this workflow, to stay in sight until new images come. */
function earlierStep(state: RunState, runs: readonly string[], node: string): StepSnapshot | undefined {
  for (const run of runs.toReversed()) {
    const step = run === state.shown ? undefined : state.snapshots.get(run)?.steps.get(node);
    if (step !== undefined && stepImages(step).length > 0) return step;
  }
  return undefined;
}

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
  const step = useRuns(selectStep(id));
  const runs = useDocument((state) => sheetOf(state).runs);
  const earlier = useRuns((state) =>
    step === undefined || stepImages(step).length === 0 ? earlierStep(state, runs, id) : undefined,
  );
  const demoSteps = useRuns(selectDemoSteps);
  const demo = useDocument((state) => {
    if (demoSteps === '') return false;
    const sources = reachable(documentOf(state), id, 'up');
    return demoSteps.split('\n').some((step) => step === id || sources.has(step));
  });
  const current = useMemo(() => (step === undefined ? [] : stepImages(step)), [step]);
  const images = current.length > 0 ? current : earlier === undefined ? [] : stepImages(earlier);
  const asked = step?.state === 'running' ? expectedImages(step) : 0;
  const stale = current.length === 0 && images.length > 0 && step !== undefined;
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
          demo: demo || image.demo,
          caption: `${title} · ${at + 1} of ${images.length} · ${image.asset.width} × ${image.asset.height}`,
        })),
      },
    });
  };
  const first = images[0]?.asset;
  const ratio = first === undefined ? '1' : `${first.width} / ${first.height}`;
  return (
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
  );
});

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
