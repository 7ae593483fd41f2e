import { useState } from 'react';

import type { SettingsSection } from '../../../state/session-store.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { AppearanceSettings, CanvasSettings, FileSettings } from './editor-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { ProviderSettings } from './provider-settings.tsx';
import { SpendingSettings } from './spending-settings.tsx';

import styles from './settings.module.css';

/** Sections with the words by which a person may look for what is in them. */
const sections: readonly {
  readonly id: SettingsSection;
  readonly title: string;
  readonly words: string;
}[] = [
  {
    id: 'providers',
    title: 'Providers',
    words: 'api key token runcomfy wavespeed demo account balance test limits tier concurrency',
  },
  {
    id: 'spending',
    title: 'Spending',
    words: 'cap limit money price cost run day budget usd dollar spent today',
  },
  { id: 'appearance', title: 'Appearance', words: 'theme colours dark light system mode' },
  {
    id: 'canvas',
    title: 'Canvas',
    words: 'wheel mouse trackpad zoom pan snap grid helper lines guides minimap map',
  },
  { id: 'keys', title: 'Keys', words: 'keyboard shortcuts hotkeys remap single letters' },
  {
    id: 'files',
    title: 'Files and notices',
    words: 'autosave save embed workflow metadata images notifications desktop privacy',
  },
];

interface SettingsDialogProps {
  readonly section: SettingsSection | undefined;
  readonly onClose: () => void;
}

/** Everything that can be set, by section; typing shows the sections that have it. */
export function SettingsDialog({ section, onClose }: SettingsDialogProps) {
  const [chosen, setChosen] = useState<SettingsSection>(section ?? 'providers');
  const [query, setQuery] = useState('');
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = sections.filter(({ title, words }) => {
    const text = `${title} ${words}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const shown = found.some(({ id }) => id === chosen) ? chosen : (found[0]?.id ?? null);
  return (
    <Dialog title="Settings" wide onClose={onClose}>
      <div className={styles['settings']}>
        <nav className={styles['sections']} aria-label="Sections of the settings">
          <input
            type="search"
            className={styles['search']}
            aria-label="Search settings"
            placeholder="Search settings"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {found.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              className={styles['section']}
              aria-current={id === shown ? 'true' : undefined}
              onClick={() => setChosen(id)}
            >
              {title}
            </button>
          ))}
          {found.length === 0 && <p className={styles['help']}>No setting is called that.</p>}
        </nav>
        <section className={styles['page']} aria-label={sections.find(({ id }) => id === shown)?.title}>
          {shown !== null && <SectionPage section={shown} query={wanted.join(' ')} />}
        </section>
      </div>
    </Dialog>
  );
}

function SectionPage({ section, query }: { readonly section: SettingsSection; readonly query: string }) {
  switch (section) {
    case 'providers':
      return <ProviderSettings />;
    case 'spending':
      return <SpendingSettings />;
    case 'appearance':
      return <AppearanceSettings />;
    case 'canvas':
      return <CanvasSettings />;
    case 'keys':
      return <KeySettings query={query} />;
    case 'files':
      return <FileSettings />;
  }
}
