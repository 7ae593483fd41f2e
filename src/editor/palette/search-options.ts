import { inSequence, updateNode } from '#core/document/edits.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { addNodeOf, rememberType } from '../app/commands/add-node.ts';
import type { Editor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import type { OpenDialog, SearchPurpose, SessionState } from '../state/session-store.ts';
import { findNode } from '../workflow/document-index.ts';
import { fittingTypes } from '../workflow/port-fit.ts';
import { replaceNode } from '../workflow/replace-node.ts';
import { splicingTypes } from '../workflow/splice.ts';
import { groupByCategory, searchNodes } from './score-nodes.ts';

/** Node types under a heading; without one where the order says more. */
export interface OptionGroup {
  readonly heading: string | undefined;
  readonly nodes: readonly NodeDescriptor[];
}

/** The node types that a search offers: those that suit its purpose and answer the query, lately used ones first. */
export function searchOptions(
  editor: Editor,
  { catalog, preferences }: Pick<SessionState, 'catalog' | 'preferences'>,
  { purpose, query }: { purpose: SearchPurpose; query: string },
): readonly OptionGroup[] {
  const suitable = suitableTypes(editor, [...catalog.values()], purpose);
  if (query.trim() !== '') return [{ heading: undefined, nodes: searchNodes(suitable, query) }];
  if (purpose.kind !== 'add') return [{ heading: undefined, nodes: suitable }];
  const recent = preferences.recentNodes
    .slice(0, 5)
    .flatMap((type) => suitable.find((descriptor) => descriptor.type === type) ?? []);
  return [
    ...(recent.length === 0 ? [] : [{ heading: 'Used last', nodes: recent }]),
    ...groupByCategory(suitable.filter((descriptor) => !recent.includes(descriptor))).map(
      ({ category, nodes }) => ({ heading: category, nodes }),
    ),
  ];
}

function suitableTypes(
  editor: Editor,
  all: readonly NodeDescriptor[],
  purpose: SearchPurpose,
): readonly NodeDescriptor[] {
  const document = documentOf(editor.document.getState());
  switch (purpose.kind) {
    case 'add':
      return all;
    case 'wire':
      return fittingTypes(all, purpose.wire);
    case 'splice':
      return splicingTypes(document, editor.session.getState().catalog, purpose.edge);
    case 'replace':
      return all.filter(({ type }) => type !== findNode(document, purpose.node)?.type);
  }
}

/** Does what the search was opened for with the chosen type. */
export function applyChoice(
  editor: Editor,
  descriptor: NodeDescriptor,
  { at, purpose }: Pick<Extract<OpenDialog, { type: 'node-search' }>, 'at' | 'purpose'>,
): void {
  const place = at === null ? null : (editor.canvas?.toCanvas(at) ?? null);
  switch (purpose.kind) {
    case 'add':
      addNodeOf(editor, descriptor, { at: place });
      break;
    case 'wire':
      // The port that takes the wire lies below the header.
      addNodeOf(editor, descriptor, {
        at: place === null ? null : { x: place.x, y: place.y - 56 },
        wire: purpose.wire,
      });
      break;
    case 'splice':
      addNodeOf(editor, descriptor, { at: place, edge: purpose.edge });
      break;
    case 'replace': {
      const { document, session } = editor;
      const workflow = documentOf(document.getState());
      const { node } = purpose;
      document.seal();
      document.apply(
        inSequence(
          replaceNode(workflow, session.getState().catalog, { node, descriptor }),
          updateNode(node, { title: undefined }),
        ),
      );
      document.seal();
      rememberType(editor, descriptor.type);
      editor.canvas?.focusNode(node);
      break;
    }
  }
}
