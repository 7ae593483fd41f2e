import { useEffect, useState, type ReactNode } from 'react';

import type { Estimate } from '#core/run/estimate.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { documentOf } from '../../state/document-store.ts';
import { useSession } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatUsd } from '../../ui/money.ts';
import { describeFirstRun, type FirstRun } from '../../workflow/first-run.ts';
import { trustAndRun, type RunChoice } from '../commands/run-commands.ts';
import { useEditor } from '../editor.ts';

import styles from './first-run-dialog.module.css';

/** Longest list that is shown; a workflow of a stranger may name thousands. */
const shown = 8;

/** Asks before a workflow that came from elsewhere runs for the first time, and says what it would do. */
export function FirstRunDialog({
  choice,
  onClose,
}: {
  readonly choice: RunChoice;
  readonly onClose: () => void;
}) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const titles = new Map(
    useSession((state) => state.providers).map(({ provider, title }) => [provider, title]),
  );
  const [seen] = useState(() => documentOf(editor.document.getState()));
  const workflow = choice.workflow ?? seen;
  const [estimate, setEstimate] = useState<Estimate>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const controller = new AbortController();
    editor.remote
      .estimate(
        {
          workflow,
          ...(choice.targets === undefined ? {} : { targets: [...choice.targets] }),
          ...(choice.force === true ? { force: true } : {}),
        },
        controller.signal,
      )
      .then(setEstimate, (error: unknown) => {
        if (!controller.signal.aborted) setTrouble(messageOf(error));
      });
    return () => controller.abort();
  }, [editor, workflow, choice]);
  const facts = estimate === undefined ? undefined : describeFirstRun(workflow, catalog, estimate);
  return (
    <Dialog title="Run a workflow from elsewhere?" onClose={onClose}>
      <p>
        <bdi>“{workflow.name}”</bdi> was not made here and runs for the first time. Running it would do this:
      </p>
      {facts === undefined ? (
        <p className={styles['waiting']} role={trouble === undefined ? 'status' : 'alert'}>
          {trouble ?? 'Looking at what it would do…'}
        </p>
      ) : (
        <Facts facts={facts} titles={titles} />
      )}
      <div className={styles['buttons']}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={facts === undefined}
          onClick={() => void trustAndRun(editor, { choice, seen })}
        >
          {facts?.usd === null
            ? 'Run, price unknown'
            : facts === undefined || facts.usd === 0
              ? 'Run'
              : `Run for up to ${formatUsd(facts.usd)}`}
        </Button>
      </div>
    </Dialog>
  );
}

function Facts({
  facts,
  titles,
}: {
  readonly facts: FirstRun;
  readonly titles: ReadonlyMap<string, string>;
}) {
  const { paidCalls, images, usd, providers, reads, writes, unknownTypes } = facts;
  const many = (count: number | null, one: string, more: string): string =>
    count === null ? `an unknown number of ${more}` : `${count} ${count === 1 ? one : more}`;
  return (
    <dl className={styles['facts']}>
      <Fact title="Buys">
        {paidCalls === 0
          ? 'Nothing.'
          : `Up to ${many(images, 'image', 'images')} in ${many(paidCalls, 'call', 'calls')}, ${usd === null ? 'price unknown' : usd === 0 ? 'for free' : `for up to ${formatUsd(usd)}`}.`}
      </Fact>
      <Fact title="Sends to">
        {providers.length === 0
          ? 'Nobody.'
          : `${providers.map((provider) => (provider === 'local' ? 'the demo on this machine' : (titles.get(provider) ?? provider))).join(', ')}: its prompts${reads.length > 0 ? ' and the images below' : ''}.`}
      </Fact>
      <Fact title="Reads">
        {reads.length === 0 ? (
          'No image of yours.'
        ) : (
          <Names names={reads.map(({ node, images }) => `${node}: ${many(images, 'image', 'images')}`)} />
        )}
      </Fact>
      <Fact title="Writes">
        {writes.length === 0 ? 'No file.' : <Names names={writes.map((name) => `${name}_00001, …`)} />}
      </Fact>
      {unknownTypes.length > 0 && (
        <Fact title="Unknown nodes">
          <Names names={unknownTypes} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <ul>
      {names.slice(0, shown).map((name, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the list never changes, and names may be alike
        <li key={index}>
          <bdi>{name}</bdi>
        </li>
      ))}
      {names.length > shown && <li>and {names.length - shown} more</li>}
    </ul>
  );
}
