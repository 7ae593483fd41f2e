import { lazy, Suspense } from 'react';

import { NodeSearch } from '../../palette/node-search.tsx';
import { useSession, useStores } from '../../state/stores.ts';

const ConnectDialog = lazy(async () => ({
  default: (await import('../../canvas/connect-dialog.tsx')).ConnectDialog,
}));
const TemplatesDialog = lazy(async () => ({
  default: (await import('./templates-dialog.tsx')).TemplatesDialog,
}));
const WorkflowsDialog = lazy(async () => ({
  default: (await import('./workflows-dialog.tsx')).WorkflowsDialog,
}));
const SaveAsDialog = lazy(async () => ({ default: (await import('./save-as-dialog.tsx')).SaveAsDialog }));
const ConflictDialog = lazy(async () => ({
  default: (await import('./conflict-dialog.tsx')).ConflictDialog,
}));
const ProvidersDialog = lazy(async () => ({
  default: (await import('./providers-dialog.tsx')).ProvidersDialog,
}));
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));
const Lightbox = lazy(async () => ({ default: (await import('../../gallery/lightbox.tsx')).Lightbox }));

/** Shows the dialog that the session names. All but the node search are fetched when they are first needed. */
export function DialogHost() {
  const { session } = useStores();
  const dialog = useSession((state) => state.dialog);
  if (dialog === null) return null;
  const close = (): void => session.setState({ dialog: null });
  switch (dialog.type) {
    case 'node-search':
      return <NodeSearch at={dialog.at} purpose={dialog.purpose} />;
    case 'connect':
      return (
        <Suspense>
          <ConnectDialog node={dialog.node} onClose={close} />
        </Suspense>
      );
    case 'templates':
      return (
        <Suspense>
          <TemplatesDialog onClose={close} />
        </Suspense>
      );
    case 'workflows':
      return (
        <Suspense>
          <WorkflowsDialog onClose={close} />
        </Suspense>
      );
    case 'save-as':
      return (
        <Suspense>
          <SaveAsDialog taken={dialog.taken} onClose={close} />
        </Suspense>
      );
    case 'conflict':
      return (
        <Suspense>
          <ConflictDialog tab={dialog.tab} onClose={close} />
        </Suspense>
      );
    case 'providers':
      return (
        <Suspense>
          <ProvidersDialog onClose={close} />
        </Suspense>
      );
    case 'shortcuts':
      return (
        <Suspense>
          <ShortcutsDialog onClose={close} />
        </Suspense>
      );
    case 'lightbox':
      return (
        <Suspense>
          <Lightbox images={dialog.images} index={dialog.index} onClose={close} />
        </Suspense>
      );
  }
}
