import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Ban,
  BoxSelect,
  CircleSlash,
  Expand,
  Network,
  Palette,
  Pin,
  Play,
  Replace,
  Spline,
  Trash2,
  Ungroup,
  type LucideIcon,
} from 'lucide-react';
import { useState } from 'react';

import { commandOf } from '../app/commands/command-table.ts';
import { colorSelection } from '../app/commands/node-commands.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { cssVariables } from '../ui/css-variables.ts';
import { tintOf, tints } from '../ui/tint.ts';

import styles from './canvas.module.css';

type Entry = readonly [id: string, icon: LucideIcon];

const forNodes: readonly Entry[] = [
  ['run-selected', Play],
  ['connect', Spline],
  ['replace-node', Replace],
  ['mute', CircleSlash],
  ['bypass', Ban],
];
const forGroups: readonly Entry[] = [
  ['mute', CircleSlash],
  ['bypass', Ban],
  ['fit-group', Expand],
  ['ungroup', Ungroup],
];
const forSeveral: readonly Entry[] = [
  ['align-left', AlignStartVertical],
  ['align-center', AlignCenterVertical],
  ['align-right', AlignEndVertical],
  ['align-top', AlignStartHorizontal],
  ['align-middle', AlignCenterHorizontal],
  ['align-bottom', AlignEndHorizontal],
  ['distribute-horizontal', AlignHorizontalDistributeCenter],
  ['distribute-vertical', AlignVerticalDistributeCenter],
  ['tidy-up', Network],
  ['group', BoxSelect],
];

/** What can be done with what is selected, below it all, where it covers nothing that is worked on. */
export function SelectionBar() {
  const editor = useEditor();
  const selected = useSession((state) => state.selectedNodes);
  const document = useDocument(documentOf);
  const [coloring, setColoring] = useState(false);
  const nodes = document.nodes.filter(({ id }) => selected.has(id));
  const notes = document.notes.filter(({ id }) => selected.has(id));
  const groups = document.groups.filter(({ id }) => selected.has(id));
  const items = [...nodes, ...notes, ...groups];
  if (items.length === 0) return null;
  const several = nodes.length + notes.length > 1;
  const entries = [
    ...(nodes.length === 1 ? forNodes : nodes.length > 1 ? forNodes.slice(0, 1) : []),
    ...(several ? forSeveral : []),
    ...(groups.length > 0 && nodes.length === 0 ? forGroups : []),
  ];
  return (
    <div className={styles['selectionBar']} role="toolbar" aria-label="Selection">
      {entries.map(([id, icon]) => {
        const command = commandOf(id);
        return (
          <CommandButton
            key={id}
            command={command}
            icon={icon}
            disabled={command.enabled?.(editor) === false}
          />
        );
      })}
      <IconButton label="Colour" aria-expanded={coloring} onClick={() => setColoring(!coloring)}>
        <Palette size={16} />
      </IconButton>
      {coloring && (
        <fieldset className={styles['tints']} aria-label="Colours">
          <IconButton label="No colour" onClick={() => colorSelection(editor, undefined)}>
            <Ban size={14} />
          </IconButton>
          {tints.map((tint) => (
            <button
              key={tint}
              type="button"
              className={styles['tint']}
              aria-label={tint}
              title={tint}
              aria-pressed={items.every(({ color }) => color === tint)}
              style={cssVariables({ '--tint': tintOf(tint) })}
              onClick={() => {
                setColoring(false);
                colorSelection(editor, tint);
              }}
            />
          ))}
        </fieldset>
      )}
      <CommandButton
        command={commandOf('pin')}
        icon={Pin}
        pressed={items.every(({ pinned }) => pinned === true)}
      />
      <CommandButton command={commandOf('delete')} icon={Trash2} />
    </div>
  );
}
