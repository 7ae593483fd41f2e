import { Heart, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';

import { useEditor } from '../app/editor.ts';
import type { GalleryFilter } from '../remote/remote.ts';
import { documentOf, sheetOf } from '../state/document-store.ts';
import type { GalleryScope } from '../state/session-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { GalleryActions } from './gallery-actions.tsx';
import { GalleryGrid } from './gallery-grid.tsx';
import { emptySelection } from './selection.ts';
import { useGallery } from './use-gallery.ts';

import styles from './gallery.module.css';

/** Every image that runs made, newest first, with what can be done with many of them at once. */
export function GalleryPanel() {
  const [favourite, setFavourite] = useState(false);
  const [bin, setBin] = useState(false);
  const scope = useSession((state) => state.galleryScope);
  const workflow = useDocument((state) => sheetOf(state).file ?? documentOf(state).name);
  const filter = useMemo(
    () => filterOf(scope, { workflow, favourite, bin }),
    [scope, workflow, favourite, bin],
  );
  const view = useGallery(filter);
  const [selection, setSelection] = useState(emptySelection);
  const chosen = view.images.filter(({ id }) => selection.ids.has(id));
  return (
    <div className={styles['panel']}>
      <div className={styles['filters']}>
        <ScopeSelect scope={scope} />
        <span className={styles['count']}>
          {view.total === null ? '' : `${view.total} ${view.total === 1 ? 'image' : 'images'}`}
        </span>
        <IconButton
          label="Favourites only"
          aria-pressed={favourite}
          onClick={() => setFavourite((on) => !on)}
        >
          <Heart size={15} />
        </IconButton>
        <IconButton label="Show the bin" aria-pressed={bin} onClick={() => setBin((on) => !on)}>
          <Trash2 size={15} />
        </IconButton>
      </div>
      {view.error !== null && <p className={styles['none']}>{view.error}</p>}
      {view.total === 0 && view.error === null && (
        <p className={styles['none']}>{emptyWords({ favourite, bin, scope })}</p>
      )}
      <GalleryGrid view={view} selection={selection} onSelect={setSelection} />
      {chosen.length > 0 && <GalleryActions images={chosen} onDone={() => setSelection(emptySelection)} />}
    </div>
  );
}

function filterOf(
  scope: GalleryScope,
  { workflow, favourite, bin }: { workflow: string; favourite: boolean; bin: boolean },
): GalleryFilter {
  return {
    ...(scope.of === 'workflow' || scope.of === 'node' ? { workflow } : {}),
    ...(scope.of === 'node' ? { node: scope.node } : {}),
    ...(scope.of === 'run' ? { run: scope.run } : {}),
    ...(favourite ? { favourite: 'true' } : {}),
    ...(bin ? { bin: 'true' } : {}),
  };
}

const emptyWords = ({
  favourite,
  bin,
  scope,
}: {
  favourite: boolean;
  bin: boolean;
  scope: GalleryScope;
}): string => {
  if (bin) return 'The bin is empty.';
  if (favourite) return 'No favourites here yet. Select an image and press F.';
  return scope.of === 'all' ? 'No images yet. What runs make appears here.' : 'No images here yet.';
};

/** Whose images: all, the open workflow's, the selected node's, or the shown run's. */
function ScopeSelect({ scope }: { readonly scope: GalleryScope }) {
  const { session, runs } = useEditor();
  const selected = useSession((state) =>
    state.selectedNodes.size === 1 ? [...state.selectedNodes][0] : undefined,
  );
  const catalog = useSession((state) => state.catalog);
  const node = scope.of === 'node' ? scope.node : selected;
  const title = useDocument((state) => {
    const found = node === undefined ? undefined : findNode(documentOf(state), node);
    return found === undefined ? undefined : titleOf(viewNode(documentOf(state), catalog, found));
  });
  const choose = (of: string): void => {
    const { shown } = runs.getState();
    if (of === 'all' || of === 'workflow') session.setState({ galleryScope: { of } });
    else if (of === 'node' && node !== undefined) session.setState({ galleryScope: { of, node } });
    else if (of === 'run' && shown !== null) session.setState({ galleryScope: { of, run: shown } });
  };
  return (
    <select
      className={styles['scope']}
      aria-label="Images of"
      value={scope.of}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="all">All workflows</option>
      <option value="workflow">This workflow</option>
      {node !== undefined && <option value="node">{title ?? node}</option>}
      <option value="run">{scope.of === 'run' ? 'One run' : 'The run shown'}</option>
    </select>
  );
}
