import { passThroughInput } from '#core/node/pass-through.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { portColors } from '../ui/port-shape.tsx';
import { edgesInto } from '../workflow/document-index.ts';
import type { NodeLayout } from '../workflow/node-layout.ts';
import type { NodeView } from '../workflow/node-view.ts';

import styles from './node.module.css';

/** Straight wires through a bypassed node, from what it is fed to what gets that in its place. */
export function BypassWires({ view, layout }: { readonly view: NodeView; readonly layout: NodeLayout }) {
  const { node, descriptor } = view;
  const wired = useDocument((state) => edgesInto(documentOf(state), node.id));
  const lines = descriptor.outputs.flatMap(({ name, portType }) => {
    const input = passThroughInput(descriptor, name, (candidate) => wired.has(candidate));
    const from = layout.ports.find((spot) => spot.side === 'input' && spot.name === input);
    const to = layout.ports.find((spot) => spot.side === 'output' && spot.name === name);
    return from === undefined || to === undefined ? [] : [{ name, portType, from, to }];
  });
  return (
    <svg className={styles['bypass']} width={layout.width} height={layout.height} aria-hidden="true">
      {lines.map(({ name, portType, from, to }) => (
        <line
          key={name}
          x1={from.x}
          y1={from.y}
          x2={to.x}
          y2={to.y}
          style={cssVariables({ '--wire': portColors[portType] })}
        />
      ))}
    </svg>
  );
}
