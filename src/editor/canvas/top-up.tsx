import { useEffect, useMemo, useState } from 'react';

import type { StepSnapshot } from '#core/run/snapshot.ts';

import { documentOfRun } from '../app/commands/result-commands.ts';
import { startRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { describePrice } from '../ui/price-words.ts';
import { shortages } from '../workflow/shortages.ts';
import { topUpDocument } from '../workflow/top-up.ts';

interface TopUpProps {
  readonly run: string;
  readonly node: string;
  readonly step: StepSnapshot;
}

/** Buys only the images that did not come; its price stands on the button before. */
export function TopUp({ run, node, step }: TopUpProps) {
  const editor = useEditor();
  const [prices, setPrices] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const wanted = useMemo(() => shortages(step), [step]);
  const missing = wanted.reduce((sum, each) => sum + each.missing, 0);
  useEffect(() => {
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      const made = await documentOfRun(editor, run);
      const estimates = await Promise.all(
        wanted.map((each) =>
          editor.remote.estimate(
            { workflow: topUpDocument(made, node, each), targets: [node] },
            asking.signal,
          ),
        ),
      );
      setPrices(estimates.map((estimate) => describePrice(estimate)));
    };
    // Without a price the button says so, and the server has the last word on the cap.
    ask().catch(() => {});
    return () => asking.abort();
  }, [editor, run, node, wanted]);
  const buy = async (): Promise<void> => {
    setBusy(true);
    const made = await documentOfRun(editor, run).catch(() => undefined);
    if (made !== undefined)
      for (const each of wanted)
        await startRun(editor, { targets: [node], workflow: topUpDocument(made, node, each) });
    setBusy(false);
  };
  const price = prices.length === 0 ? 'price unknown' : [...new Set(prices)].join(' + ');
  return (
    <button
      type="button"
      disabled={busy}
      title="Asks for what is missing with the same prompt and the next seed"
      onClick={() => void buy()}
    >
      Top up {missing} · {price === '?' ? 'price unknown' : price}
    </button>
  );
}
