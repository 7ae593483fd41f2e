import { useOnViewportChange, type ReactFlowInstance } from '@xyflow/react';
import { Hand, Map as MapIcon, Maximize, Minus, MousePointer2, Plus } from 'lucide-react';
import { useState } from 'react';

import { commandOf } from '../app/commands/command-table.ts';
import { useSession } from '../state/stores.ts';
import { CommandButton } from '../ui/command-button.tsx';
import type { FlowEdge, FlowNode } from './flow-items.ts';

import styles from './canvas.module.css';

/** Tools, zoom, and a way back to everything. */
export function CanvasControls({
  flow,
}: {
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | undefined;
}) {
  const [zoom, setZoom] = useState(1);
  const tool = useSession((state) => state.tool);
  const minimap = useSession((state) => state.preferences.minimap);
  useOnViewportChange({ onChange: (viewport) => setZoom(viewport.zoom) });
  return (
    <div className={styles['controls']} role="toolbar" aria-label="View">
      <CommandButton command={commandOf('select-tool')} icon={MousePointer2} pressed={tool === 'select'} />
      <CommandButton command={commandOf('hand-tool')} icon={Hand} pressed={tool === 'hand'} />
      <CommandButton command={commandOf('toggle-minimap')} icon={MapIcon} pressed={minimap} />
      <CommandButton command={commandOf('zoom-out')} icon={Minus} />
      <button
        type="button"
        className={styles['zoom']}
        title="Zoom to 100 %"
        aria-label={`Zoom ${Math.round(zoom * 100)} %, go to 100 %`}
        onClick={() => void flow?.zoomTo(1)}
      >
        {Math.round(zoom * 100)} %
      </button>
      <CommandButton command={commandOf('zoom-in')} icon={Plus} />
      <CommandButton command={commandOf('show-all')} icon={Maximize} />
    </div>
  );
}
