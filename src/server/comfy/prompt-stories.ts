import type { RunEvent } from '#core/run/event.ts';
import type { Host } from '#host/host.ts';

import type { EventHub } from '../event-hub.ts';
import { openClientSockets, type ClientSockets } from './client-sockets.ts';
import { features } from './features.ts';
import type { Frame } from './frames.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import type { NodeIds } from './outputs.ts';

/** Tells every prompt that has not ended to the client that sent it, and everybody how long the queue is. */
export interface PromptStories {
  readonly handleUpgrade: ClientSockets['handleUpgrade'];
  /**
   * Follows a prompt that is about to be started. Nothing of it is told before `tell`; `forget` for one that came to
   * nothing. Undefined when it is followed already.
   */
  expect(
    run: string,
    clientId: string | undefined,
  ): { tell(nodeIds: NodeIds): void; forget(): void } | undefined;
  /** Runs that have not ended as far as anybody was told, in the order of the queue. */
  openRuns(): string[];
  close(): void;
}

interface Story {
  readonly clientId: string | undefined;
  narrator: Narrator | undefined;
  /** Events that came before the story may be told. */
  held: RunEvent[] | undefined;
  opener: NodeJS.Timeout | undefined;
}

/** ms after the answer of POST /prompt: over its other connection, the client hears of a prompt that it knows. */
const headStartMs = 50;
/** ms after which a node that is not known to be cached counts as working. */
const openMs = 250;
/** Clients take a silence of 5 to 10 s for a broken connection. */
const beatMs = 3_000;

export function openPromptStories({ host, hub }: { host: Host; hub: EventHub }): PromptStories {
  const stories = new Map<string, Story>();
  /** Runs that were told to have ended but still stand in the queue. */
  const ended = new Set<string>();
  const catalog = () => host.catalog.current().descriptors;
  let closed = false;

  const openRuns = (): string[] => {
    const queued = host.queue.read().runs;
    const untold = [...stories.keys()].filter(
      (run) => !queued.includes(run) && stories.get(run)?.narrator !== undefined,
    );
    return [...untold, ...queued.filter((run) => !ended.has(run))];
  };
  const status = (): Frame => ({
    type: 'status',
    data: { status: { exec_info: { queue_remaining: openRuns().length } } },
  });
  const sockets = openClientSockets({
    features: () => features,
    greet: (clientId) => [
      { type: 'status', data: { ...status().data, sid: clientId } },
      ...[...stories.values()]
        .filter((story) => story.clientId === clientId && story.held === undefined)
        .flatMap(({ narrator }) => narrator?.greeting() ?? []),
    ],
  });
  const send = (story: Story, frames: readonly Frame[]): void => {
    if (story.clientId !== undefined && frames.length > 0) sockets.send(story.clientId, frames);
  };

  function handle(event: RunEvent): void {
    const story = stories.get(event.run);
    if (story?.held !== undefined) {
      story.held.push(event);
      return;
    }
    if (event.type === 'run-start') ended.delete(event.run);
    if (story?.narrator !== undefined) {
      send(story, story.narrator.take(event));
      if (event.type === 'run-start') scheduleOpening(story, story.narrator);
    }
    if (event.type === 'run-end') {
      clearTimeout(story?.opener);
      stories.delete(event.run);
      ended.add(event.run);
    }
    if (event.type === 'run-start' || event.type === 'run-end') sockets.broadcast(status());
    if (event.type === 'run-end' && story !== undefined)
      send(story, [{ type: 'executing', data: { node: null, display_node: null, prompt_id: event.run } }]);
  }

  function scheduleOpening(story: Story, narrator: Narrator): void {
    clearTimeout(story.opener);
    story.opener = setTimeout(() => send(story, narrator.open()), openMs);
    story.opener.unref();
  }

  function tell(run: string, story: Story, nodeIds: NodeIds): void {
    story.narrator = createNarrator({ run, nodeIds, catalog });
    sockets.broadcast(status());
    setTimeout(() => {
      const events = story.held ?? [];
      story.held = undefined;
      if (!closed) for (const event of events) handle(event);
    }, headStartMs);
  }

  const unsubscribe = [
    hub.subscribe(({ events }) => {
      for (const event of events) handle(event);
    }),
    host.queue.subscribe(() => {
      if (ended.size === 0) return;
      const queued = new Set(host.queue.read().runs);
      for (const run of ended) if (!queued.has(run)) ended.delete(run);
    }),
  ];
  const beat = setInterval(() => {
    for (const story of stories.values())
      if (story.held === undefined) send(story, story.narrator?.now() ?? []);
  }, beatMs);
  beat.unref();

  /** Prompts that an earlier process took are told on to clients that come back. */
  async function takeUp(): Promise<void> {
    for (const run of host.queue.read().runs) {
      if (closed || stories.has(run)) continue;
      const record = await host.readRun(run);
      const clientId = record?.prompt?.clientId;
      if (record === undefined || clientId === undefined || stories.has(run)) continue;
      const { snapshot, nodeIds } = record;
      const narrator = createNarrator({ run, snapshot, nodeIds, catalog });
      if (!narrator.hasEnded()) stories.set(run, { clientId, narrator, held: undefined, opener: undefined });
    }
  }
  takeUp().catch((error: unknown) => {
    if (!closed) console.error(error);
  });

  return {
    handleUpgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head),
    expect(run, clientId) {
      if (stories.has(run)) return undefined;
      const story: Story = { clientId, narrator: undefined, held: [], opener: undefined };
      stories.set(run, story);
      return { tell: (nodeIds) => tell(run, story, nodeIds), forget: () => void stories.delete(run) };
    },
    openRuns,
    close() {
      closed = true;
      clearInterval(beat);
      for (const each of unsubscribe) each();
      for (const { opener } of stories.values()) clearTimeout(opener);
      sockets.close();
    },
  };
}
