import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TaskSummary } from '#core/durable/seam.ts';
import { seededRandom } from '#emulator/picture/seeded-random.ts';
import { startRun } from '#host/start-run.ts';
import { JournalUnavailableError } from '#platform/journal/writer.ts';
import { findBrokenPromises } from '#test/rig/invariants.ts';

import type { Fault, FaultKind, Happening, Site, Start } from './history.ts';
import { createPerson } from './person.ts';
import {
  assetAt,
  openSimulatedProcess,
  simulatedLimits,
  type SimulatedDisk,
  type SimulatedProcess,
} from './simulated-process.ts';
import { createSimulatedSeller } from './simulated-provider.ts';
import { onDatabaseCalls } from './simulated-sqlite.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { documentOf } from './workload.ts';

/** A journal that takes no writes refuses what it is asked; whoever asked asks again. */
const orNothing = (error: unknown): undefined => {
  if (!(error instanceof JournalUnavailableError)) throw error;
};

/** What a simulated history came to. */
export interface Outcome {
  /** Broken promises, one sentence each. */
  readonly broken: readonly string[];
  readonly crashes: number;
  readonly accepted: number;
  readonly images: number;
  readonly held: number;
}

/** A world of one data folder, two providers and one person, in which time passes on demand. */
export interface SimulatedWorld {
  /** Orders a run, as often as it takes to be answered. */
  order(run: string, start: Start): void;
  happen(happening: Happening): void;
  /** From now on a fault waits for the `nth` next call of its site. */
  arm(fault: Fault): void;
  runTo(ms: number): Promise<void>;
  elapsed(): number;
  /** Runs whose start was answered, in that order. */
  acknowledged(): readonly string[];
  /** What the living process says of a run; null while none is alive. */
  look(run: string): Promise<TaskSummary | null | undefined>;
  /** Nothing more goes wrong; lets everything end, and judges. */
  end(): Promise<Outcome>;
  /** Leaves nothing behind. */
  close(): void;
}

const restartMs = 1_000;
const orderAgainMs = 5_000;
const quiesceMs = 8_000;
/** Everything that can end by itself has ended then. */
const longEnoughMs = 3 * 24 * 3_600_000;
const memoryFolder = process.platform === 'linux' ? '/dev/shm' : tmpdir();

export async function openSimulatedWorld(
  seed: number,
  options: {
    /** The control that has to fail: a disk that loses the steps of purchases when the process dies. */
    forgetful?: boolean;
  } = {},
): Promise<SimulatedWorld> {
  const clock = createVirtualClock(seededRandom(seed + 1));
  const seller = createSimulatedSeller();
  const person = createPerson();
  const folder = mkdtempSync(join(memoryFolder, 'batchwork-simulation-'));
  const disk: SimulatedDisk = { folder, assets: new Set(), files: new Map() };
  const counts = new Map<Site, number>();
  const states = new Map<string, string[]>();
  const runs: string[] = [];
  let armed: readonly Fault[] = [];
  let crashes = 0;
  let jumped = false;
  let processes = 0;
  let live: SimulatedProcess | undefined;

  const fault = <Of extends Site>(site: Of): FaultKind<Of> | undefined => {
    const nth = (counts.get(site) ?? 0) + 1;
    counts.set(site, nth);
    const isDue = (each: Fault): each is Extract<Fault, { site: Of }> =>
      each.site === site && each.nth === nth;
    return armed.find(isDue)?.kind;
  };

  const bury = (dead: SimulatedProcess): void => {
    for (const database of dead.databases) {
      if (!database.isOpen) continue;
      if (options.forgetful === true && !database.isTransaction)
        database.exec("delete from step where name like 'intent#%' or name like 'submit#%'");
      database.close();
    }
    dead.dead = true;
    if (live === dead) live = undefined;
  };
  const crash = (): Promise<never> => {
    if (live !== undefined) {
      crashes += 1;
      bury(live);
      clock.after(restartMs, open);
    }
    return new Promise(() => {});
  };
  const sqlite = onDatabaseCalls({ fault: () => fault('journal'), crash: () => void crash() });
  let opening: Promise<SimulatedProcess> | undefined;
  const open = async (): Promise<void> => {
    if (live !== undefined || opening !== undefined) return;
    opening = openSimulatedProcess({ disk, clock, seller, opening: sqlite.opening, fault, crash });
    clock.await(opening);
    live = await opening;
    processes += 1;
    opening = undefined;
    live.recover();
  };

  /** A restart as on SIGTERM. */
  const restart = async (): Promise<void> => {
    const closing = live;
    if (closing === undefined) return;
    await Promise.race([
      closing.quiesce(),
      new Promise<void>((resolve) => clock.after(quiesceMs, () => resolve())),
    ]);
    if (closing.dead) return;
    closing.journal.engine.stop();
    // Its last write may have met a crash.
    if (closing.dead) return;
    bury(closing);
    await open();
  };

  const order = (run: string, start: Start): void => {
    person.order(start);
    const request = { workflow: { ...documentOf(start) }, provider: start.provider };
    const ask = async (): Promise<void> => {
      clock.after(orderAgainMs, () => (settled ? undefined : ask()));
      const asked = live;
      if (asked === undefined) return;
      const answer = await startRun(asked.starter, request, { idempotencyKey: run }).catch(orNothing);
      if (answer === undefined) return;
      // What a dead process would have answered was never heard.
      if (asked.dead || settled) return;
      settled = true;
      if (answer.type !== 'started') return;
      runs.push(answer.run);
      person.follow(answer.run, start);
    };
    let settled = false;
    void ask();
  };
  const observe = async (): Promise<void> => {
    for (const { id, state } of (await live?.journal.engine.list()) ?? []) {
      const seen = states.get(id) ?? [];
      states.set(id, seen);
      if (seen.at(-1) !== state) seen.push(state);
    }
  };

  const happen = async (happening: Happening): Promise<void> => {
    await observe();
    switch (happening.type) {
      case 'crash':
        return crash();
      case 'restart':
        return restart();
      case 'key-change':
        return live?.wake();
      case 'clock-jump':
        jumped = true;
        return clock.jump(happening.ms);
      case 'cancel': {
        const run = runs[happening.run];
        if (run !== undefined) await live?.journal.engine.cancel(run).catch(orNothing);
        return;
      }
      case 'decide':
        if (live !== undefined) await person.decide(live.journal, happening.decision, seller.sales);
    }
  };

  await open();
  return {
    order,
    happen: (happening) => void happen(happening),
    arm: (added) => {
      armed = [...armed, { ...added, nth: added.nth + (counts.get(added.site) ?? 0) }];
    },
    runTo: (ms) => clock.runTo(ms),
    elapsed: () => clock.elapsed(),
    acknowledged: () => runs,
    look: async (run) => (live === undefined ? null : live.journal.engine.get(run)),
    end: async () => {
      armed = [];
      await clock.runTo(clock.elapsed() + longEnoughMs);
      await observe();
      if (live === undefined) throw new Error('the simulated process did not come up again');
      const unfinished = live.countUnfinished();
      const { held, ...account } = person.account(live.journal);
      const images = seller.sales.flatMap((sale) => (sale.fails || sale.cancelled ? [] : sale.images));
      const broken = findBrokenPromises({
        ...account,
        sales: seller.sales.map(({ id, item, usd, images: urls, fails, cancelled }) => ({
          id,
          item,
          end: cancelled ? 'cancelled' : fails ? 'failed' : 'completed',
          usd: cancelled ? 0 : usd,
          images: urls.map((url) => assetAt(url).hash),
        })),
        stored: (hash) => disk.assets.has(hash),
        acknowledged: runs,
        pace: {
          // When the starts of a former process were, only the clock that was set can tell.
          perMinute: jumped && processes > 1 ? Infinity : simulatedLimits.lane.perMinute,
          accepted: (['runcomfy', 'wavespeed'] as const).map((provider) =>
            seller.sales.flatMap((sale) => (sale.provider === provider ? [sale.acceptedAt] : [])),
          ),
        },
        states,
        cap: simulatedLimits.caps.dayUsd,
        leftovers: [],
      });
      return {
        broken: unfinished === 0 ? broken : [...broken, `stuck: ${unfinished} tasks never ended`],
        crashes,
        accepted: seller.sales.length,
        images: images.length,
        held,
      };
    },
    close: () => {
      if (live !== undefined) bury(live);
      sqlite.restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
