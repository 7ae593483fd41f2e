import { useMemo, useState, type FormEvent } from 'react';

import { connect, disconnect } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { useEditor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { ComboBox } from '../ui/combo-box.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { edgesInto, findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { portChoices, portsOfNode, type NodePort } from '../workflow/port-choices.ts';
import type { WireEnd } from '../workflow/port-fit.ts';

import styles from './connect-dialog.module.css';

interface ConnectDialogProps {
  readonly node: string;
  readonly onClose: () => void;
}

/** Lays and takes off wires without a pointer: which port of this node, and which port elsewhere. */
export function ConnectDialog({ node, onClose }: ConnectDialogProps) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const document = useDocument(documentOf);
  const ports = useMemo(() => portsOfNode(document, catalog, node), [document, catalog, node]);
  const [portKey, setPortKey] = useState<string | undefined>();
  const port = ports.find(({ key }) => key === portKey) ?? firstOpen(document, catalog, ports);
  const choices = useMemo(
    () => (port === undefined ? [] : portChoices(document, catalog, port.end)),
    [document, catalog, port],
  );
  const [choiceKey, setChoiceKey] = useState<string | undefined>();
  const choice = choices.find(({ key }) => key === choiceKey);
  const instance = findNode(document, node);
  if (instance === undefined || port === undefined) return null;
  const title = titleOf(viewNode(document, catalog, instance));

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (choice === undefined) return;
    editor.document.seal();
    editor.document.apply(choice.connected ? disconnect(choice.edge) : connect(choice.edge));
    editor.document.seal();
    onClose();
    notify(
      editor.session,
      'info',
      `${port.end.port.label} of ${title}: ${choice.connected ? 'disconnected from' : 'connected with'} ${choice.label.replace(/ \(.*\)$/, '')}.`,
    );
    requestAnimationFrame(() => editor.canvas?.focusNode(node));
  };
  return (
    <Dialog title={`Connect ${title}`} onClose={onClose}>
      <form className={styles['form']} onSubmit={submit}>
        <ComboBox
          label={`Port of ${title}`}
          items={ports}
          value={port}
          none="This node has no port of that name."
          onChange={(next) => {
            setPortKey(next?.key);
            setChoiceKey(undefined);
          }}
        />
        <ComboBox
          label={port.end.side === 'input' ? 'takes from' : 'gives to'}
          items={choices}
          value={choice ?? null}
          placeholder={choices.length === 0 ? 'Nothing here fits this port' : 'Choose a port'}
          none="No port of that name fits."
          onChange={(next) => setChoiceKey(next?.key)}
        />
        <div className={styles['actions']}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={choice === undefined}>
            {choice?.connected === true ? 'Disconnect' : 'Connect'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where a person most likely wants a wire: the first open port that anything here fits, required ones first. */
function firstOpen(document: WorkflowDocument, catalog: DescriptorCatalog, ports: readonly NodePort[]) {
  const wired = edgesInto(document, ports[0]?.end.node ?? '');
  const open = ports.filter(
    ({ end }) =>
      (end.side === 'output' || !wired.has(end.port.name)) &&
      portChoices(document, catalog, end).some(({ connected }) => !connected),
  );
  const isNeeded = ({ side, port }: WireEnd) =>
    side === 'input' && port.widget === undefined && !port.optional;
  return open.find(({ end }) => isNeeded(end)) ?? open[0] ?? ports[0];
}
