import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { judgeFolder } from '#test/rig/judge-folder.ts';
import { tellFigures } from '#test/rig/tell-figures.ts';

import { endOrKill, itemsUpTo, listHeld, openRandomKills, orderNumber } from './random-kills.ts';

const kills = Number(process.env['BATCHWORK_CLI_KILLS'] ?? 100);
const seed = Number(process.env['BATCHWORK_KILL_SEED'] ?? 1);

test(
  'the command line, killed at random instants, buys each order once and loses nothing',
  { timeout: 86_400_000 },
  async () => {
    await using rig = await openRandomKills(seed);
    const file = join(rig.folder, 'order.json');
    let died = 0;
    let orders = 1;
    // How long a run takes here and now; the kills spread over all of it.
    await writeFile(file, JSON.stringify(orderNumber(orders)));
    const begun = performance.now();
    await endOrKill(rig.spawn(['run', file]));
    let runMs = performance.now() - begun;
    while (died < kills) {
      // Every third process only goes on with what others left.
      const words = died % 3 === 2 ? ['resume'] : ['run', file, '--json'];
      if (words[0] === 'run') await writeFile(file, JSON.stringify(orderNumber((orders += 1))));
      const startedAt = performance.now();
      const { killed } = await endOrKill(rig.spawn(words), runMs * (0.3 + rig.random() * 0.9));
      if (killed) died += 1;
      // A machine under load becomes slower and quicker; the kills follow it.
      runMs = killed ? runMs * 1.05 : (runMs + performance.now() - startedAt) / 2;
    }
    await endOrKill(rig.spawn(['resume']));
    const told = await listHeld(rig);
    const { broken, sales, images } = await judgeFolder(join(rig.folder, 'data'), await rig.truth(), {
      ordered: new Map(itemsUpTo(orders).map((item) => [item, 1])),
      told,
      acknowledged: [],
      states: new Map(),
      cap: 1_000,
    });
    expect(broken).toEqual([]);
    expect(sales.length).toBeGreaterThan(kills / 10);
    tellFigures('command line killed at random', {
      kills: died,
      orders,
      accepted: sales.length,
      images,
      'left to a person': told.size,
      'paid twice': 0,
      lost: 0,
    });
  },
);
