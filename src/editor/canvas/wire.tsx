import { BaseEdge, getBezierPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';

import { shownSnapshot } from '../state/run-store.ts';
import { useRuns, useSession } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { portColors } from '../ui/port-shape.tsx';
import type { FlowEdge } from './flow-items.ts';

import styles from './canvas.module.css';

/** A wire in its type's colour; it moves only while it feeds a node that runs. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, data, source, target } =
    props;
  const running = useRuns((state) => {
    const snapshot = shownSnapshot(state);
    return snapshot?.end === undefined && snapshot?.steps.get(target)?.state === 'running';
  });
  const splicing = useSession((state) => state.spliceEdge === id);
  const near = useSession((state) => state.selectedNodes.has(source) || state.selectedNodes.has(target));
  const [path] = getBezierPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition });
  return (
    <BaseEdge
      path={path}
      interactionWidth={20}
      className={classes(
        styles['wire'],
        data?.many === true && styles['many'],
        running && styles['running'],
        near && styles['near'],
        (props.selected === true || splicing) && styles['selected'],
      )}
      style={cssVariables({ '--wire': portColors[data?.portType ?? 'any'] })}
    />
  );
});
