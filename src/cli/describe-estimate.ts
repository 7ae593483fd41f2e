import type { Estimate } from '#core/run/estimate.ts';

/** An amount for a person; unknown is said as unknown, never as free. */
export const describeUsd = (usd: number | null): string => (usd === null ? 'unknown' : `$${usd.toFixed(2)}`);

/** What a run would buy, one line a paid node and a total. */
export function describeEstimate(estimate: Estimate): string {
  const lines = Object.entries(estimate.nodes).map(
    ([node, { executions, cached, images, usd, demo, source }]) => {
      const jobs = `${executions ?? '?'} ${executions === 1 ? 'job' : 'jobs'}${cached > 0 ? `, ${cached} bought before` : ''}`;
      const price = demo ? 'free (demo)' : describeUsd(usd);
      return `${node}: ${jobs}, up to ${images ?? '?'} images, ${price}${demo ? '' : ` (${source})`}`;
    },
  );
  const allDemo = Object.values(estimate.nodes).every(({ demo }) => demo);
  const total = allDemo && estimate.usd === 0 ? 'nothing' : `up to ${describeUsd(estimate.usd)}`;
  return [...lines, `This run would cost ${total}.`].join('\n');
}
