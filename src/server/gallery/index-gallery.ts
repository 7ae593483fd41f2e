import type { RunEvent } from '#core/run/event.ts';
import { runInputSchema } from '#engine/run/run-input.ts';
import type { Host } from '#host/host.ts';
import type { RunFacts } from '#platform/gallery/gallery-writer.ts';
import type { Gallery } from '#platform/gallery/open-gallery.ts';

export interface GalleryIndex {
  /** Ends the following; what was told before is in the index. */
  close(): Promise<void>;
}

/** Events of one transaction while the index catches up. */
const chunk = 500;
/** ms that events are gathered before they are written. */
const gatherMs = 50;
/** Runs whose facts are kept at hand. */
const keptRuns = 100;

/** Event kinds that the index looks at. */
const watched: ReadonlySet<RunEvent['type']> = new Set([
  'item-request',
  'job-submit',
  'asset-add',
  'asset-save',
  'item-end',
  'step-end',
]);

/**
 * Keeps the gallery in step with the journal: what it has not seen first, then what comes. `onChange` tells that there
 * is something new. An index of another journal is made anew.
 */
export async function indexGallery(
  { durable, catalog }: Pick<Host, 'durable' | 'catalog'>,
  gallery: Gallery,
  onChange: () => void,
): Promise<GalleryIndex> {
  const newest = await durable.lastSeq();
  if (gallery.seq() > newest) gallery.clear();
  const controller = new AbortController();
  const facts = new Map<string, RunFacts>();

  async function learn(run: string): Promise<void> {
    if (facts.has(run)) return;
    const input = runInputSchema.safeParse((await durable.get(run))?.input);
    const document = input.success ? input.data.document : undefined;
    const text = JSON.stringify(document?.nodes ?? []);
    const nodes = new Map(document?.nodes.map((node) => [node.id, node]));
    facts.set(run, {
      workflow: document?.name ?? '',
      workflowFile: input.data?.workflowFile,
      titleOf: (id) => {
        const node = nodes.get(id);
        const { descriptors } = catalog.current();
        return node?.title ?? descriptors.get(node?.type ?? '')?.title ?? node?.type ?? id;
      },
      holds: (hash) => text.includes(hash),
    });
    const [oldest] = facts.keys();
    if (facts.size > keptRuns && oldest !== undefined) facts.delete(oldest);
  }

  const factsOf = (run: string): RunFacts => {
    const known = facts.get(run);
    if (known === undefined) throw new Error(`Nothing is known of the run ${run}.`);
    return known;
  };

  let gathered: RunEvent[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function write(events: readonly RunEvent[]): Promise<void> {
    for (const run of new Set(events.map((event) => event.run))) await learn(run);
    gallery.writer.write(events, factsOf);
    if (events.some(({ type }) => type === 'asset-add' || type === 'step-end')) onChange();
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const events = gathered;
    gathered = [];
    writing = writing
      .then(() => write(events))
      .catch((error: unknown) => {
        console.error('The gallery could not take in what a run made.', error);
      });
    return writing;
  };

  async function follow(): Promise<void> {
    for await (const event of durable.events(undefined, gallery.seq(), controller.signal)) {
      if (watched.has(event.type)) gathered.push(event);
      if (gathered.length >= chunk) await flush();
      else timer ??= setTimeout(() => void flush(), gatherMs);
    }
  }
  const following = follow().catch((error: unknown) => {
    if (!controller.signal.aborted) console.error('The gallery no longer follows the runs.', error);
  });

  return {
    close: async () => {
      controller.abort();
      await following;
      await flush();
    },
  };
}
