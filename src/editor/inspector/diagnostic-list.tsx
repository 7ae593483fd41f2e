import type { Diagnostic } from '#core/run/diagnostic.ts';

import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { FixButtons } from '../ui/fix-buttons.tsx';
import { findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';

import styles from './inspector.module.css';

interface DiagnosticListProps {
  readonly diagnostics: readonly Diagnostic[];
  /** Names the node of each, and leads to it. */
  readonly naming?: boolean;
}

/** Problems in sentences, with what would mend them. */
export function DiagnosticList({ diagnostics, naming = false }: DiagnosticListProps) {
  return (
    <ul className={styles['diagnostics']}>
      {diagnostics.map((diagnostic) => {
        const { node } = diagnostic;
        return (
          <li
            key={JSON.stringify([diagnostic.code, node, diagnostic.port, diagnostic.message])}
            className={classes(styles['diagnostic'], styles[diagnostic.severity])}
          >
            {naming && node !== undefined && <NodeLink id={node} />}
            <p>{diagnostic.message}</p>
            <FixButtons diagnostic={diagnostic} className={styles['link']} />
          </li>
        );
      })}
    </ul>
  );
}

function NodeLink({ id }: { readonly id: string }) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const title = useDocument((state) => {
    const node = findNode(documentOf(state), id);
    return node === undefined ? id : titleOf(viewNode(documentOf(state), catalog, node));
  });
  return (
    <button
      type="button"
      className={styles['link']}
      onClick={() => {
        editor.session.setState({ selectedNodes: new Set([id]) });
        editor.canvas?.show([id]);
      }}
    >
      {title}
    </button>
  );
}
