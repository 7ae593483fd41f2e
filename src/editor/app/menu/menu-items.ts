import type { OpenMenu } from '../../state/session-store.ts';

/** Command ids of each menu; null stands for a line between. */
export const menuItems: Readonly<Record<OpenMenu['kind'], readonly (string | null)[]>> = {
  main: [
    'new',
    'templates',
    'open',
    null,
    'save',
    'save-as',
    'import',
    'export',
    null,
    'run-anew',
    null,
    'providers',
    'switch-theme',
    'shortcuts',
  ],
  pane: ['add-node', 'add-note', 'paste', null, 'select-all', 'show-all', null, 'undo', 'redo'],
  node: [
    'run-selected',
    null,
    'rename-node',
    'connect',
    'mute',
    'bypass',
    'collapse',
    'group',
    'ungroup',
    null,
    'cut',
    'copy',
    'duplicate',
    'delete',
  ],
  edge: ['delete'],
};
