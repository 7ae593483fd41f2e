import { join } from 'node:path';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { judgeFolder } from '#test/rig/judge-folder.ts';
import { tellFigures } from '#test/rig/tell-figures.ts';

import {
  endOrKill,
  itemsUpTo,
  listHeld,
  openRandomKills,
  orderNumber,
  type RandomKills,
} from './random-kills.ts';

const kills = Number(process.env['BATCHWORK_SERVER_KILLS'] ?? 100);
const seed = Number(process.env['BATCHWORK_KILL_SEED'] ?? 2);
const ordersALife = 3;

const jobSchema = z.looseObject({ id: z.string(), status: z.string() });
const listSchema = z.looseObject({ jobs: z.array(jobSchema) });

/** Starts a server and resolves with its address, or with undefined when it died before it told it. */
const whenReady = (child: ReturnType<RandomKills['spawn']>): Promise<string | undefined> =>
  new Promise((resolve) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /ready at (\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('close', () => resolve(undefined));
  });

test(
  'a server, killed at random instants under load, keeps every run it answered, buys once and loses nothing',
  { timeout: 86_400_000 },
  async () => {
    await using rig = await openRandomKills(seed);
    const answered = new Set<string>();
    let orders = 0;
    /** Sends an order; an answer that never came leaves open whether it was taken, so it is sent again later. */
    const order = async (url: string, number: number): Promise<boolean> => {
      try {
        const answer = await fetch(`${url}/api/v2/jobs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': `order-${number}` },
          body: JSON.stringify({ workflow: orderNumber(number) }),
        });
        answered.add(jobSchema.parse(await answer.json()).id);
        return true;
      } catch {
        return false;
      }
    };
    const unanswered = new Set<number>();
    const sendAll = async (url: string): Promise<void> => {
      for (const number of [...unanswered]) if (await order(url, number)) unanswered.delete(number);
    };
    // How long a start takes here and now; the kills spread from the first moment of it to twice as long.
    const begun = performance.now();
    const trial = rig.spawn(['start', '--no-open']);
    await whenReady(trial);
    const startMs = performance.now() - begun;
    const trialEnded = endOrKill(trial);
    trial.kill('SIGKILL');
    await trialEnded;
    for (let died = 0; died < kills; died += 1) {
      const child = rig.spawn(['start', '--no-open']);
      const url = whenReady(child);
      const ended = endOrKill(child, startMs * (0.2 + rig.random() * 1.8));
      for (let more = 0; more < ordersALife; more += 1) unanswered.add((orders += 1));
      const address = await url;
      if (address !== undefined) await sendAll(address);
      expect((await ended).killed).toBe(true);
    }
    const last = rig.spawn(['start', '--no-open']);
    const url = (await whenReady(last)) ?? '';
    await sendAll(url);
    expect(unanswered.size).toBe(0);
    const list = async () =>
      listSchema.parse(await (await fetch(`${url}/api/v2/jobs?limit=1000`)).json()).jobs;
    const isOpen = ({ status }: { status: string }): boolean => ['queued', 'running'].includes(status);
    while ((await list()).some(isOpen)) await new Promise((resolve) => setTimeout(resolve, 100));
    const states = new Map((await list()).map(({ id, status }) => [id, [status]]));
    const ended = endOrKill(last);
    last.kill('SIGTERM');
    expect((await ended).code).toBe(0);

    const told = await listHeld(rig);
    const { broken, sales, images } = await judgeFolder(join(rig.folder, 'data'), await rig.truth(), {
      ordered: new Map(itemsUpTo(orders).map((item) => [item, 1])),
      told,
      acknowledged: [...answered],
      states,
      cap: 1_000,
    });
    expect(broken).toEqual([]);
    expect(sales.length).toBeGreaterThan(orders / 2);
    tellFigures('server killed at random', {
      kills,
      orders,
      accepted: sales.length,
      images,
      'left to a person': told.size,
      'paid twice': 0,
      lost: 0,
    });
  },
);
