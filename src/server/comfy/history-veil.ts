import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { writeWhole } from '#platform/durable-file.ts';

/**
 * What clients have cleared from the history. Runs and what they bought stay; they are only not listed there any more.
 */
export interface HistoryVeil {
  isHidden(run: { id: string; snapshot: { endedAt: number | undefined } }): boolean;
  hide(ids: readonly string[]): Promise<void>;
  /** Hides everything that had ended up to this moment, ms since epoch. */
  hideUpTo(at: number): Promise<void>;
}

const veilSchema = z.object({ upTo: z.number().default(0), runs: z.array(z.string()).default([]) });

/** Single runs that are remembered; the oldest are forgotten. */
const runLimit = 10_000;

export async function openHistoryVeil(file: string): Promise<HistoryVeil> {
  const stored = await readFile(file, 'utf8').then(
    (text) => veilSchema.safeParse(JSON.parse(text)).data,
    () => undefined,
  );
  let { upTo, runs } = stored ?? { upTo: 0, runs: [] };
  const hidden = new Set(runs);
  const save = (): Promise<void> => {
    runs = [...hidden].slice(-runLimit);
    return writeWhole(file, `${JSON.stringify({ upTo, runs })}\n`);
  };
  return {
    isHidden: ({ id, snapshot: { endedAt } }) => (endedAt ?? Infinity) <= upTo || hidden.has(id),
    hide(ids) {
      for (const id of ids) hidden.add(id);
      return save();
    },
    hideUpTo(at) {
      upTo = Math.max(upTo, at);
      hidden.clear();
      return save();
    },
  };
}
