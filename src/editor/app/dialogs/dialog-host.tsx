import { lazy, Suspense } from 'react';

import type { OpenDialog } from '../../state/session-store.ts';
import { useSession, useStores } from '../../state/stores.ts';

const ConnectDialog = lazy(async () => ({
  default: (await import('../../canvas/connect-dialog.tsx')).ConnectDialog,
}));
const NodeSearch = lazy(async () => ({
  default: (await import('../../palette/node-search.tsx')).NodeSearch,
}));
const TemplatesDialog = lazy(async () => ({
  default: (await import('./templates-dialog.tsx')).TemplatesDialog,
}));
const WorkflowsDialog = lazy(async () => ({
  default: (await import('./workflows-dialog.tsx')).WorkflowsDialog,
}));
const FirstRunDialog = lazy(async () => ({
  default: (await import('./first-run-dialog.tsx')).FirstRunDialog,
}));
const SaveAsDialog = lazy(async () => ({ default: (await import('./save-as-dialog.tsx')).SaveAsDialog }));
const ImportReportDialog = lazy(async () => ({
  default: (await import('./import-report-dialog.tsx')).ImportReportDialog,
}));
const ConflictDialog = lazy(async () => ({
  default: (await import('./conflict-dialog.tsx')).ConflictDialog,
}));
const ImageWorkflowDialog = lazy(async () => ({
  default: (await import('./image-workflow-dialog.tsx')).ImageWorkflowDialog,
}));
const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const SettingsDialog = lazy(async () => ({
  default: (await import('./settings/settings-dialog.tsx')).SettingsDialog,
}));
const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));
const HeldDialog = lazy(async () => ({
  default: (await import('../../run-panel/held-dialog.tsx')).HeldDialog,
}));
const Lightbox = lazy(async () => ({ default: (await import('../../gallery/lightbox.tsx')).Lightbox }));

/** Shows the dialog that the session names. Each is fetched when it is first needed. */
export function DialogHost() {
  const dialog = useSession((state) => state.dialog);
  return dialog === null ? null : (
    <Suspense>
      <NamedDialog dialog={dialog} />
    </Suspense>
  );
}

function NamedDialog({ dialog }: { readonly dialog: OpenDialog }) {
  const { session } = useStores();
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
      return <TemplatesDialog onClose={close} />;
    case 'workflows':
      return <WorkflowsDialog onClose={close} />;
    case 'save-as':
      return <SaveAsDialog taken={dialog.taken} onClose={close} />;
    case 'import-report':
      return <ImportReportDialog source={dialog.source} report={dialog.report} onClose={close} />;
    case 'conflict':
      return <ConflictDialog tab={dialog.tab} onClose={close} />;
    case 'image-workflow':
      return <ImageWorkflowDialog dialog={dialog} onClose={close} />;
    case 'command-palette':
      return <CommandPalette onClose={close} />;
    case 'settings':
      return <SettingsDialog section={dialog.section} onClose={close} />;
    case 'first-run':
      return <FirstRunDialog choice={dialog} onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'held':
      return <HeldDialog place={dialog} onClose={close} />;
    case 'lightbox':
      return <Lightbox images={dialog.images} index={dialog.index} onClose={close} />;
  }
}
