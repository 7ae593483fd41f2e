import { Copy, RotateCcw, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';

import { restoreFrom } from '../app/commands/result-commands.ts';
import { openRun } from '../app/commands/workflow-files.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import type { LightboxImage } from '../state/session-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { formatUsd } from '../ui/money.ts';
import { findNode } from '../workflow/document-index.ts';
import { copyText, fileNameOfImage } from './image-actions.ts';

import styles from './lightbox.module.css';

/** What made an image: prompt, seed, size, provider, cost, file; and the ways back to it. */
export function ImageDetails({
  image,
  onClose,
}: {
  readonly image: LightboxImage;
  readonly onClose: () => void;
}) {
  const editor = useEditor();
  const { request, asset, run, node, costUsd, demo, file } = image;
  const provider = useSession(
    (state) =>
      state.providers.find((each) => each.provider === request?.provider)?.title ?? request?.provider,
  );
  const here = useDocument((state) => node !== null && findNode(documentOf(state), node) !== undefined);
  return (
    <aside className={styles['details']} aria-label="What made it">
      {request !== null && (
        <section>
          <h2>Prompt</h2>
          <p className={styles['prompt']}>{request.prompt}</p>
          <Button onClick={() => void copyText(editor, request.prompt, 'The prompt')}>
            <Copy size={13} aria-hidden="true" /> Copy prompt
          </Button>
        </section>
      )}
      <dl>
        {request !== null && <Fact name="Seed">{request.seed ?? 'chosen by the provider'}</Fact>}
        <Fact name="Size">
          {asset.width} × {asset.height}
        </Fact>
        {request !== null && request.resolution !== '' && <Fact name="Asked">{request.resolution}</Fact>}
        {provider !== undefined && provider !== '' && <Fact name="Provider">{provider}</Fact>}
        <Fact name="Cost">{demo ? 'free (demo)' : costUsd === null ? 'not known' : formatUsd(costUsd)}</Fact>
        <Fact name="File">{file ?? fileNameOfImage(asset, null)}</Fact>
        <Fact name="Bytes">{(asset.byteLength / 1e6).toFixed(2)} MB</Fact>
      </dl>
      {run !== null && (
        <div className={styles['ways']}>
          {here && node !== null && request?.seed != null && (
            <Button onClick={() => void restoreFrom(editor, { run, node, what: 'seeds' })}>
              <RotateCcw size={13} aria-hidden="true" /> Use seed {request.seed} again
            </Button>
          )}
          <Button
            onClick={() => {
              onClose();
              void openRun(editor, run);
            }}
          >
            <Workflow size={13} aria-hidden="true" /> Open its workflow
          </Button>
        </div>
      )}
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
