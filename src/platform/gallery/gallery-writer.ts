import type { DatabaseSync } from 'node:sqlite';

import { isAssetRef, type AssetRef } from '#core/run/asset.ts';
import type { RunEvent } from '#core/run/event.ts';

import { inTransaction } from '../journal/transaction.ts';

/** What an image's entry needs to know of its run. */
export interface RunFacts {
  readonly workflow: string;
  readonly workflowFile: string | undefined;
  titleOf(node: string): string;
  /** Whether the workflow itself holds the image, so that the run did not make it. */
  holds(hash: string): boolean;
}

/** Writes the index. Each call is one transaction that ends with the last event's seq. */
export interface GalleryWriter {
  /** `factsOf` is asked for every run among the events. */
  write(events: readonly RunEvent[], factsOf: (run: string) => RunFacts): void;
}

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** Durations that are kept; a few more than are looked at. */
const keptDurations = 2_000;

export function createGalleryWriter(database: DatabaseSync): GalleryWriter {
  const add = database.prepare(`
    insert into image (id, seq, run, node, execution, hash, asset, at, demo, nsfw, workflow, workflow_file,
      node_title, prompt, seed, resolution, provider, favourite, binned)
    select :id, :seq, :run, :node, :execution, :hash, :asset, :at, :demo, :nsfw, :workflow, :file, :title,
      r.prompt, r.seed, r.resolution, r.provider, coalesce(m.favourite, 0), coalesce(m.binned, 0)
    from (select 1) left join mark m on m.id = :id
      left join request r on r.run = :run and r.node = :node and r.execution = :execution
    where true on conflict (id) do nothing`);
  const known = database.prepare('select 1 from image where hash = ? limit 1');
  const demoHere = database.prepare('select 1 from image where run = ? and demo = 1 limit 1');
  const request = database.prepare(`
    insert into request (run, node, execution, provider, prompt, seed, count, resolution)
    values (:run, :node, :execution, :provider, :prompt, :seed, :count, :resolution)
    on conflict (run, node, execution) do nothing`);
  const sent = database.prepare(
    'update request set sent = :at where run = :run and node = :node and execution = :execution and sent is null',
  );
  const item = '(run, node, execution) = (:run, :node, :execution)';
  const forget = database.prepare(`delete from image where ${item}`);
  const price = database.prepare(
    `update image set cost = :cost / (select count(*) from image where ${item}) where ${item}`,
  );
  const time = database.prepare(`
    insert into duration (provider, resolution, count, ms)
    select provider, resolution, count, :at - sent from request where ${item} and sent is not null`);
  const trim = database.prepare(
    `delete from duration where id <= (select max(id) from duration) - ${keptDurations}`,
  );
  const done = database.prepare(`delete from request where ${item}`);
  const placeFile = database.prepare('update image set file = :path where hash = :hash');
  const advance = database.prepare('update progress set seq = max(seq, ?)');
  /** Files of save nodes whose step has not ended, by run and node. */
  const saved = new Map<string, string[]>();

  const put = (
    event: Of<'asset-add'> | Of<'step-end'>,
    facts: RunFacts,
    image: { asset: AssetRef; execution: number; index: number; demo: boolean; nsfw: boolean },
  ): void => {
    const { run, node, seq, at } = event;
    const { asset, execution, index, demo, nsfw } = image;
    add.run({
      id: `${run}:${node}:${execution}:${index}`,
      seq,
      run,
      node,
      execution,
      hash: asset.hash,
      asset: JSON.stringify(asset),
      at,
      demo: Number(demo),
      nsfw: Number(nsfw),
      workflow: facts.workflow,
      file: facts.workflowFile ?? null,
      title: facts.titleOf(node),
    });
  };

  const endItem = ({ run, node, execution, cached, costUsd, outcome, at }: Of<'item-end'>): void => {
    const place = { run, node, execution };
    if (cached) forget.run(place);
    else {
      if (costUsd !== null) price.run({ ...place, cost: costUsd });
      if (outcome === 'complete') {
        time.run({ ...place, at });
        trim.run();
      }
    }
    done.run(place);
  };

  /** Images that other nodes made out of those that were bought, such as a grid. Known ones are no news. */
  const endStep = (event: Of<'step-end'>, facts: RunFacts): void => {
    const { run, node, outputs, outcome, cached } = event;
    const assets = Object.values(outputs).flatMap(({ values }) =>
      values.filter((value) => isAssetRef(value)),
    );
    const key = `${run} ${node}`;
    const paths = saved.get(key) ?? [];
    saved.delete(key);
    // A save node shows what it was given, in the order of its files.
    if (paths.length === assets.length)
      for (const [index, { hash }] of assets.entries()) placeFile.run({ hash, path: paths[index] ?? '' });
    if (cached || outcome === 'skipped') return;
    const demo = demoHere.get(run) !== undefined;
    for (const [index, asset] of assets.entries())
      if (known.get(asset.hash) === undefined && !facts.holds(asset.hash))
        put(event, facts, { asset, execution: 0, index, demo, nsfw: false });
  };

  const take = (event: RunEvent, factsOf: (run: string) => RunFacts): void => {
    if (event.type === 'item-request') {
      const { run, node, execution, provider, prompt, seed, count, resolution } = event;
      request.run({ run, node, execution, provider, prompt, seed, count, resolution });
    } else if (event.type === 'job-submit') {
      const { run, node, execution, at } = event;
      sent.run({ run, node, execution, at });
    } else if (event.type === 'asset-add') put(event, factsOf(event.run), event);
    else if (event.type === 'asset-save') {
      const key = `${event.run} ${event.node}`;
      saved.set(key, [...(saved.get(key) ?? []), event.path]);
    } else if (event.type === 'item-end') endItem(event);
    else if (event.type === 'step-end') endStep(event, factsOf(event.run));
  };

  return {
    write(events, factsOf) {
      const last = events.at(-1);
      if (last === undefined) return;
      inTransaction(database, () => {
        for (const event of events) take(event, factsOf);
        advance.run(last.seq);
      });
    },
  };
}
