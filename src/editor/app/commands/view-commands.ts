import { nothing } from '../../state/session-store.ts';
import { changePreferences } from '../keep-preferences.ts';
import type { Command } from './command.ts';

export const viewCommands: readonly Command[] = [
  {
    id: 'command-palette',
    title: 'Find anything…',
    group: 'View',
    keys: ['F1', '$mod+Shift+p'],
    inTextFields: true,
    run: ({ session }) => session.setState({ dialog: { type: 'command-palette' } }),
  },
  {
    id: 'settings',
    title: 'Settings…',
    group: 'View',
    keys: ['$mod+,'],
    inTextFields: true,
    run: ({ session }) => session.setState({ dialog: { type: 'settings' } }),
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    group: 'View',
    keys: ['Alt+='],
    run: ({ canvas }) => canvas?.zoomBy(1.25),
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    group: 'View',
    keys: ['Alt+-'],
    run: ({ canvas }) => canvas?.zoomBy(0.8),
  },
  {
    id: 'zoom-100',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['Shift+Digit0'],
    run: ({ canvas }) => canvas?.zoomTo(1),
  },
  {
    id: 'show-all',
    title: 'Show everything',
    group: 'View',
    keys: ['Shift+Digit1'],
    run: ({ canvas }) => canvas?.show(),
  },
  {
    id: 'show-selection',
    title: 'Show the selection',
    group: 'View',
    keys: ['.', 'Shift+Digit2'],
    run: ({ canvas, session }) => canvas?.show([...session.getState().selectedNodes]),
  },
  {
    id: 'select-tool',
    title: 'Select and move',
    group: 'View',
    keys: ['v'],
    run: ({ session }) => session.setState({ tool: 'select' }),
  },
  {
    id: 'hand-tool',
    title: 'Hand: move the view alone',
    group: 'View',
    keys: ['h'],
    run: ({ session }) => session.setState(({ tool }) => ({ tool: tool === 'hand' ? 'select' : 'hand' })),
  },
  {
    id: 'toggle-minimap',
    title: 'Minimap',
    group: 'View',
    keys: ['Alt+m'],
    run: ({ session }) => changePreferences(session, { minimap: !session.getState().preferences.minimap }),
  },
  {
    id: 'toggle-outline',
    title: 'Outline',
    group: 'View',
    keys: ['o'],
    run: ({ session, canvas }) => {
      const open = !session.getState().outlineOpen;
      session.setState({ outlineOpen: open });
      const [selected] = session.getState().selectedNodes;
      if (!open && selected !== undefined) canvas?.focusNode(selected);
    },
  },
  {
    id: 'toggle-library',
    title: 'Node library',
    group: 'View',
    keys: ['n'],
    run: ({ session }) =>
      session.setState(({ libraryOpen, outlineOpen }) => ({
        libraryOpen: outlineOpen || !libraryOpen,
        outlineOpen: false,
      })),
  },
  {
    id: 'toggle-inspector',
    title: 'Inspector',
    group: 'View',
    keys: ['i'],
    run: ({ session }) =>
      session.setState(({ inspectorOpen, panel }) =>
        panel === 'inspector'
          ? { inspectorOpen: !inspectorOpen }
          : { inspectorOpen: true, panel: 'inspector' },
      ),
  },
  {
    id: 'toggle-runs',
    title: 'Runs',
    group: 'View',
    keys: ['q'],
    run: ({ session }) =>
      session.setState(({ inspectorOpen, panel }) =>
        panel === 'runs' ? { inspectorOpen: !inspectorOpen } : { inspectorOpen: true, panel: 'runs' },
      ),
  },
  {
    id: 'toggle-gallery',
    title: 'Gallery',
    group: 'View',
    keys: ['g'],
    run: ({ session }) =>
      session.setState(({ inspectorOpen, panel }) =>
        panel === 'gallery' ? { inspectorOpen: !inspectorOpen } : { inspectorOpen: true, panel: 'gallery' },
      ),
  },
  {
    id: 'switch-theme',
    title: 'Switch between light and dark',
    group: 'View',
    run: ({ session }) => {
      const dark = document.documentElement.dataset['theme'] === 'dark';
      changePreferences(session, { theme: dark ? 'light' : 'dark' });
    },
  },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'View',
    keys: ['Shift+?'],
    run: ({ session }) => session.setState({ dialog: { type: 'shortcuts' } }),
  },
  {
    id: 'deselect',
    title: 'Select nothing',
    group: 'View',
    keys: ['Escape'],
    run: ({ session }) => session.setState({ selectedNodes: nothing, selectedEdges: nothing }),
  },
];
