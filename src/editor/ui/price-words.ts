import type { Estimate, NodeEstimate } from '#core/run/estimate.ts';

import { formatUsd } from './money.ts';

/** What a run will cost at most, for the Run button: "$0.12", "?", "Demo · free", or nothing when nothing is bought. */
export function describePrice(estimate: Estimate): string {
  const nodes = Object.values(estimate.nodes);
  if (nodes.length === 0) return '';
  if (estimate.usd === null) return '?';
  if (nodes.every(({ demo }) => demo)) return 'Demo · free';
  return formatUsd(estimate.usd);
}

/** The price of one node; its pictures say that they are a demo. Executions that are known already cost nothing. */
export function describeNodePrice({ usd, demo, executions, cached }: NodeEstimate): string {
  if (demo) return 'free';
  if (usd === null) return '?';
  return executions !== null && executions > 0 && cached === executions ? 'cached, $0.00' : formatUsd(usd);
}
