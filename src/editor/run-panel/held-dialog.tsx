import { useId, useState, type ReactNode } from 'react';

import { useEditor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { messageOf } from '../remote/remote-error.ts';
import type { AttentionDecision } from '../remote/remote.ts';
import { useRuns, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatUsd } from '../ui/money.ts';

import styles from './held-dialog.module.css';

interface HeldDialogProps {
  readonly place: { readonly run: string; readonly node: string; readonly attempt: string };
  readonly onClose: () => void;
}

/** A purchase whose answer was lost: what is known of it, and the three things that a person can decide. */
export function HeldDialog({ place, onClose }: HeldDialogProps) {
  const editor = useEditor();
  const step = useRuns((state) => state.snapshots.get(place.run)?.steps.get(place.node));
  const held = step?.held.find(({ attempt }) => attempt === place.attempt);
  const [busy, setBusy] = useState(false);
  const decide = async (decision: AttentionDecision): Promise<void> => {
    setBusy(true);
    try {
      await editor.remote.resolveAttempt(place.attempt, decision);
      notify(editor.session, 'info', said[decision.type]);
      onClose();
    } catch (error) {
      notify(editor.session, 'error', messageOf(error));
      setBusy(false);
    }
  };
  if (step === undefined || held === undefined)
    return (
      <Dialog title="It is decided" onClose={onClose}>
        <p>This purchase no longer waits for anybody.</p>
      </Dialog>
    );
  const submit = step.submits.get(held.attempt);
  const request = step.requests.get(held.execution);
  return (
    <Dialog title="Were these images bought?" onClose={onClose}>
      <p>{held.failure.message}</p>
      <p className={styles['hint']}>
        Batchwork never asks twice by itself: you would pay twice if the first request did arrive. Look at
        your list of requests at the provider, then say what you found.
      </p>
      <Facts
        facts={[
          ['Provider', <ProviderName key="provider" id={submit?.provider ?? held.failure.provider ?? ''} />],
          ['Sent', new Date(submit?.at ?? held.at).toLocaleString()],
          ['Images', request === undefined ? '' : `up to ${request.count}, ${request.resolution}`],
          ['Seed', request?.seed == null ? '' : String(request.seed)],
          ['Price', submit?.estimateUsd == null ? 'unknown' : `up to ${formatUsd(submit.estimateUsd)}`],
          ['Prompt', request?.prompt ?? ''],
          ['Request id', held.failure.requestId ?? 'not known'],
          ['Attempt', held.attempt],
          ['Said', held.failure.detail ?? ''],
        ]}
      />
      <Adopt busy={busy} onAdopt={(requestId) => decide({ type: 'adopt', requestId })} />
      <Choice
        title="It is not in the list"
        words="It is asked for again, at the price above. Be sure: if it was bought after all, you pay twice."
        action={
          <Button disabled={busy} onClick={() => void decide({ type: 'release' })}>
            Ask again
          </Button>
        }
      />
      <Choice
        title="Give it up"
        words="Nothing is asked for again. If it was bought after all, the money is lost; it keeps counting as spent."
        action={
          <Button disabled={busy} onClick={() => void decide({ type: 'lost' })}>
            Mark as lost
          </Button>
        }
      />
    </Dialog>
  );
}

const said: Record<AttentionDecision['type'], string> = {
  adopt: 'The request is followed from here; nothing is bought again.',
  release: 'It is asked for again.',
  lost: 'It is marked as lost.',
};

function ProviderName({ id }: { readonly id: string }) {
  return useSession((state) => state.providers.find(({ provider }) => provider === id)?.title ?? id);
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles['facts']}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Choice({
  title,
  words,
  action,
}: {
  readonly title: string;
  readonly words: string;
  readonly action: ReactNode;
}) {
  return (
    <section className={styles['choice']}>
      <div>
        <h3>{title}</h3>
        <p>{words}</p>
      </div>
      {action}
    </section>
  );
}

function Adopt({
  busy,
  onAdopt,
}: {
  readonly busy: boolean;
  readonly onAdopt: (requestId: string) => Promise<void>;
}) {
  const [requestId, setRequestId] = useState('');
  const id = useId();
  const trimmed = requestId.trim();
  const wrong = trimmed !== '' && !/^[\w.:-]{1,128}$/.test(trimmed);
  return (
    <form
      className={styles['choice']}
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== '' && !wrong) void onAdopt(trimmed);
      }}
    >
      <div>
        <h3>It is in the list</h3>
        <p>Its images are fetched; nothing is bought again.</p>
        <label htmlFor={id}>Request id</label>
        <input
          id={id}
          type="text"
          value={requestId}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={wrong}
          onChange={({ target }) => setRequestId(target.value)}
        />
        {wrong && <p role="alert">A request id has letters, digits and . _ : - and no spaces.</p>}
      </div>
      <Button look="primary" type="submit" disabled={busy || trimmed === '' || wrong}>
        Fetch it
      </Button>
    </form>
  );
}
