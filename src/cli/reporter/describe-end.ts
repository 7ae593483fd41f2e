import { describeUsd } from '../describe-estimate.ts';
import type { EndContext, RunEndEvent } from '../reporter.ts';

const words = {
  complete: 'Done',
  partial: 'Done in part',
  failed: 'Failed',
  cancelled: 'Stopped',
  attention: 'Waits for you',
} as const;

/** The last lines of a run: outcome, images, cost beside estimate, files, and what went wrong. */
export function describeEnd(
  event: RunEndEvent,
  { outputFolder, estimateUsd }: EndContext,
): readonly string[] {
  const { outcome, images, cachedImages, costUsd, files, failures } = event;
  const drawn = [
    `${images} ${images === 1 ? 'image' : 'images'} drawn`,
    ...(cachedImages > 0 ? [`${cachedImages} known already`] : []),
    `cost ${describeUsd(costUsd)}${costUsd === 0 ? '' : ` (estimate ${describeUsd(estimateUsd)})`}`,
  ];
  return [
    ...failures.map(({ node, message }) => `error: ${node === undefined ? '' : `${node}: `}${message}`),
    `${words[outcome]}: ${drawn.join(', ')}.`,
    ...(files.length === 0
      ? []
      : [`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${outputFolder}`]),
  ];
}
