import { useCallback, useMemo } from 'react';

import { setInput } from '#core/document/edits.ts';
import type { Literal } from '#core/document/schema.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession, useStores } from '../state/stores.ts';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { findNode } from '../workflow/document-index.ts';
import { literalOf } from '../workflow/literals.ts';
import { variablesOf } from '../workflow/template-variables.ts';
import { Widget } from './widget.tsx';

interface InputFieldProps {
  readonly node: string;
  readonly title: string;
  readonly port: PortDescriptor;
}

/** The widget of one input of one node, tied to the document. Typing in one field is one undo step. */
export function InputField({ node, title, port }: InputFieldProps) {
  const { document } = useStores();
  const value = useDocument((state) => {
    const instance = findNode(documentOf(state), node);
    return instance === undefined ? undefined : literalOf(instance, port);
  });
  const catalog = useSession((state) => state.catalog);
  const type = useDocument((state) => findNode(documentOf(state), node)?.type);
  const variables = useMemo(() => {
    const descriptor = catalog.get(type ?? '');
    return descriptor === undefined ? [] : variablesOf(descriptor, port);
  }, [catalog, type, port]);
  const problem = useSession(
    ({ diagnostics }) =>
      diagnosticsAt(diagnostics, node).find(
        (diagnostic) => diagnostic.port === port.name && diagnostic.severity === 'error',
      )?.message,
  );
  const onChange = useCallback(
    (next: Literal | undefined) =>
      document.apply(setInput(node, port.name, next), { group: `input:${node}:${port.name}` }),
    [document, node, port.name],
  );
  return (
    <Widget
      port={port}
      value={value}
      onChange={onChange}
      onDone={document.seal}
      label={`${title}: ${port.label}`}
      problem={problem}
      variables={variables}
    />
  );
}
