import { useOnViewportChange, type ReactFlowInstance } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { useState } from 'react';

import { commandOf } from '../app/commands/command-table.ts';
import { CommandButton } from '../ui/command-button.tsx';
import type { FlowEdge, FlowNode } from './flow-items.ts';

import styles from './canvas.module.css';

/** Zoom, and a way back to everything. */
export function CanvasControls({
  flow,
}: {
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | undefined;
}) {
  const [zoom, setZoom] = useState(1);
  useOnViewportChange({ onChange: (viewport) => setZoom(viewport.zoom) });
  return (
    <div className={styles['controls']} role="toolbar" aria-label="View">
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
