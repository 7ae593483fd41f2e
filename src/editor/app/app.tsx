import { lazy, Suspense, useEffect } from 'react';

import { Canvas } from '../canvas/canvas.tsx';
import { NodeLibrary } from '../palette/node-library.tsx';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { DialogHost } from './dialogs/dialog-host.tsx';
import { useEditor } from './editor.ts';
import { NoticeList } from './notice-list.tsx';
import { RunAnnouncer } from './run-announcer.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

import styles from './app.module.css';

const Inspector = lazy(async () => ({ default: (await import('../inspector/inspector.tsx')).Inspector }));
const Outline = lazy(async () => ({ default: (await import('../outline/outline.tsx')).Outline }));
const RunList = lazy(async () => ({ default: (await import('../run-panel/run-list.tsx')).RunList }));
const GalleryPanel = lazy(async () => ({
  default: (await import('../gallery/gallery-panel.tsx')).GalleryPanel,
}));
const TabStrip = lazy(async () => ({ default: (await import('./tab-strip.tsx')).TabStrip }));
const MenuHost = lazy(async () => ({ default: (await import('./menu/menu-host.tsx')).MenuHost }));

/** The whole editor: bar, library, canvas, side panel, and what lies over them. */
export function App() {
  const editor = useEditor();
  useEffect(() => listenForShortcuts(editor), [editor]);
  const libraryOpen = useSession((state) => state.libraryOpen);
  const severalTabs = useDocument(({ tabs }) => tabs.length > 1);
  const outlineOpen = useSession((state) => state.outlineOpen);
  const inspectorOpen = useSession((state) => state.inspectorOpen);
  return (
    <div className={styles['app']}>
      <TopBar />
      {severalTabs && (
        <Suspense>
          <TabStrip />
        </Suspense>
      )}
      {outlineOpen && (
        <aside className={styles['left']} aria-label="Outline">
          <Suspense>
            <Outline />
          </Suspense>
        </aside>
      )}
      {libraryOpen && !outlineOpen && (
        <aside className={styles['left']} aria-label="Library">
          <NodeLibrary />
        </aside>
      )}
      <main className={styles['main']}>
        <Canvas />
      </main>
      {inspectorOpen && <SidePanel />}
      <NoticeList />
      <RunAnnouncer />
      <DialogHost />
      <OpenMenu />
    </div>
  );
}

const tabs = [
  { panel: 'inspector', title: 'Inspector' },
  { panel: 'runs', title: 'Runs' },
  { panel: 'gallery', title: 'Gallery' },
] as const;

function SidePanel() {
  const { session } = useStores();
  const panel = useSession((state) => state.panel);
  const title = tabs.find((tab) => tab.panel === panel)?.title ?? 'Inspector';
  return (
    <aside className={styles['right']} aria-label={title} data-panel={panel}>
      <div className={styles['tabs']} role="tablist" aria-label="Side panel">
        {tabs.map((tab) => (
          <button
            key={tab.panel}
            type="button"
            role="tab"
            aria-selected={panel === tab.panel}
            className={styles['tab']}
            onClick={() => session.setState({ panel: tab.panel })}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div className={styles['panel']} role="tabpanel" aria-label={title}>
        <Suspense>
          {panel === 'runs' && <RunList />}
          {panel === 'gallery' && <GalleryPanel />}
          {panel === 'inspector' && <Inspector />}
        </Suspense>
      </div>
    </aside>
  );
}

function OpenMenu() {
  const menu = useSession((state) => state.menu);
  if (menu === null) return null;
  return (
    <Suspense>
      <MenuHost key={`${menu.kind} ${menu.at.x} ${menu.at.y}`} menu={menu} />
    </Suspense>
  );
}
