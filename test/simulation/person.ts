import type { AttentionDecision } from '#core/durable/seam.ts';
import type { RunEvent } from '#core/run/event.ts';
import type { Journal } from '#platform/journal/open-journal.ts';

import type { decisions, Start } from './history.ts';
import type { Sale } from './simulated-provider.ts';
import { itemAt, itemsOf } from './workload.ts';

type Hold = Extract<RunEvent, { type: 'job-hold' }>;
type Decision = (typeof decisions)[number];

/** What a person did and was told; from this and the sales it follows what may have been bought. */
export interface Person {
  /** Remembers what is ordered by a start. Equal requests are one order. */
  order(start: Start): void;
  /** From now on listens to what this run says. */
  follow(run: string, start: Start): void;
  /** Decides about every attempt that waits. */
  decide(journal: Journal, decision: Decision, sales: readonly Sale[]): Promise<void>;
  /** How often each item may have been bought, and how many of its jobs the person knows to be lost or held. */
  account(journal: Journal): {
    ordered: ReadonlyMap<string, number>;
    told: ReadonlyMap<string, number>;
    misjudgedUsd: number;
    held: number;
  };
}

const add = (counts: Map<string, number>, item: string): void =>
  void counts.set(item, (counts.get(item) ?? 0) + 1);

export function createPerson(): Person {
  const starts = new Map<string, Start>();
  const ordered = new Map<string, number>();
  const given = new Map<string, number>();
  const decided = new Set<string>();
  const adopted = new Set<string>();
  let misjudgedUsd = 0;

  const eventsOf = (journal: Journal): RunEvent[] =>
    [...starts.keys()].flatMap((run) => journal.events.read(run, 0));

  const holds = (journal: Journal): Hold[] => {
    const found = new Map<string, Hold>();
    for (const event of eventsOf(journal))
      if (event.type === 'job-hold' && !decided.has(event.attempt)) found.set(event.attempt, event);
    return [...found.values()];
  };

  /** Attempts whose decision died with the process before it was stored: nothing came after the hold. */
  const heldStill = (journal: Journal): Hold[] => {
    const last = new Map<string, RunEvent>();
    for (const event of eventsOf(journal))
      if ('execution' in event) last.set(`${event.run} ${event.node} ${event.execution}`, event);
    return [...last.values()].filter(
      (event): event is Hold => event.type === 'job-hold' && decided.has(event.attempt),
    );
  };

  const itemOf = ({ run, node, execution }: Hold): string => {
    const start = starts.get(run);
    if (start === undefined) throw new Error(`nobody started ${run}`);
    return itemAt(start, node, execution);
  };

  return {
    follow: (run, start) => void starts.set(run, start),
    order: (start) => {
      for (const [item, times] of itemsOf(start)) ordered.set(item, Math.max(ordered.get(item) ?? 0, times));
    },
    decide: async (journal, decision, sales) => {
      if (decision === 'leave') return;
      for (const hold of holds(journal)) {
        const item = itemOf(hold);
        // What the provider's own site shows: a job of this item that no attempt has.
        const owned = new Set(
          eventsOf(journal).flatMap((event) => (event.type === 'job-accept' ? [event.requestId] : [])),
        );
        const sale = sales.find((each) => each.item === item && !owned.has(each.id) && !adopted.has(each.id));
        const answer: AttentionDecision =
          decision !== 'honest'
            ? { type: decision }
            : sale === undefined
              ? { type: 'release' }
              : { type: 'adopt', requestId: sale.id };
        // Noted first: a crash in the middle leaves open whether the decision was stored.
        decided.add(hold.attempt);
        if (answer.type === 'adopt') adopted.add(answer.requestId);
        else {
          add(ordered, item);
          add(given, item);
          misjudgedUsd += sale?.usd ?? 0;
        }
        if (!(await journal.engine.resume(hold.attempt, answer).catch(() => false)))
          decided.delete(hold.attempt);
      }
    },
    account: (journal) => {
      const told = new Map(given);
      const waiting = [...holds(journal), ...heldStill(journal)];
      for (const hold of waiting) add(told, itemOf(hold));
      return { ordered, told, misjudgedUsd, held: waiting.length };
    },
  };
}
