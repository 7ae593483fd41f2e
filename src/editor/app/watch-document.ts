import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import { isAbort, messageOf } from '../remote/remote-error.ts';
import { documentOf } from '../state/document-store.ts';
import type { Price } from '../state/session-store.ts';
import { mergeDiagnostics } from '../workflow/diagnostics.ts';
import type { Editor } from './editor.ts';

const validateDelayMs = 60;
const estimateDelayMs = 350;

/** Keeps diagnostics and price in step with the document, the nodes and the providers. Answers with a function that ends it. */
export function watchDocument(editor: Editor): () => void {
  const { document, session, runs } = editor;
  let validateTimer: ReturnType<typeof setTimeout> | undefined;
  let estimateTimer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let seen: { workflow: WorkflowDocument; catalog: DescriptorCatalog; providers: unknown } | undefined;

  let local: readonly Diagnostic[] = [];

  const tell = (): void =>
    session.setState(({ price: current }) => ({
      diagnostics: mergeDiagnostics(local, estimateOf(current)?.diagnostics ?? []),
    }));

  const check = async (): Promise<void> => {
    const { validate } = await import('#engine/validate.ts');
    const { catalog } = session.getState();
    if (catalog.size === 0) return;
    local = validate(documentOf(document.getState()), catalog).diagnostics;
    tell();
  };

  const price = async (): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const workflow = documentOf(document.getState());
    try {
      const estimate = await editor.remote.estimate({ workflow }, signal);
      if (signal.aborted) return;
      session.setState({ price: { state: 'known', estimate } });
      tell();
    } catch (error) {
      if (!isAbort(error) && !signal.aborted)
        session.setState({ price: { state: 'unavailable', message: messageOf(error) } });
    }
  };

  const schedule = (): void => {
    const workflow = documentOf(document.getState());
    const { catalog, providers } = session.getState();
    if (
      seen !== undefined &&
      sameContent(seen.workflow, workflow) &&
      seen.catalog === catalog &&
      seen.providers === providers
    )
      return;
    seen = { workflow, catalog, providers };
    clearTimeout(validateTimer);
    validateTimer = setTimeout(() => void check(), validateDelayMs);
    askPrice();
  };

  const askPrice = (): void => {
    session.setState(({ price: before }) => ({ price: { state: 'asking', estimate: estimateOf(before) } }));
    clearTimeout(estimateTimer);
    asking?.abort();
    estimateTimer = setTimeout(() => void price(), estimateDelayMs);
  };

  const subscriptions = [
    document.subscribe(schedule),
    session.subscribe((state, before) => {
      if (state.catalog !== before.catalog || state.providers !== before.providers) schedule();
    }),
    runs.subscribe((state, before) => {
      // What a run bought is known from then on and costs nothing; a lost server may know more now.
      const ended = [...state.snapshots].some(
        ([id, { end }]) => end !== undefined && before.snapshots.get(id)?.end === undefined,
      );
      if (ended || (state.connection === 'live' && before.connection === 'offline')) askPrice();
    }),
  ];
  schedule();
  return () => {
    for (const end of subscriptions) end();
    clearTimeout(validateTimer);
    clearTimeout(estimateTimer);
    asking?.abort();
  };
}

const estimateOf = (price: Price) => ('estimate' in price ? price.estimate : undefined);

/** Moving and naming things changes no price and no diagnosis. */
const sameContent = (a: WorkflowDocument, b: WorkflowDocument): boolean =>
  a === b ||
  (a.edges === b.edges &&
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index];
      return (
        other === node ||
        (other?.id === node.id &&
          other.type === node.type &&
          other.inputs === node.inputs &&
          other.mode === node.mode)
      );
    }));
