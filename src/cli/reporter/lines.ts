import type { RunEvent } from '#core/run/event.ts';

import { describeDiagnostic } from '../describe-diagnostic.ts';
import { plainText } from '../plain-text.ts';
import type { Reporter } from '../reporter.ts';
import { describeEnd } from './describe-end.ts';

/** One line for an event worth telling; undefined for the others. */
export function describeEvent(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run-start':
      return `${event.resumed ? 'Going on with' : 'Running'} "${event.name}"`;
    case 'job-submit':
      return `${event.node}: asking ${event.provider} for ${event.images} ${event.images === 1 ? 'image' : 'images'}`;
    case 'job-accept':
      return `${event.node}: accepted as ${event.requestId}`;
    case 'job-hold':
      return `${event.node}: waits for you. ${event.failure.message} (attempt ${event.attempt})`;
    case 'asset-add':
      return `${event.node}: image ${event.index + 1} of ${event.asset.width}×${event.asset.height}${event.demo ? ' (demo)' : ''}`;
    case 'asset-save':
      return `${event.node}: saved ${event.path}`;
    case 'item-warning':
      return `warning: ${event.node}: ${event.message}`;
    case 'item-end':
      return event.failure === undefined ? undefined : `error: ${event.node}: ${event.failure.message}`;
    case 'step-start':
    case 'item-request':
    case 'item-progress':
    case 'job-progress':
    case 'step-end':
    case 'run-end':
      return undefined;
  }
}

/** Refusals of a whole run, which no diagnostic has told of. */
const untold: ReadonlySet<string> = new Set(['over-cap', 'rate-limited', 'queue-paused']);

/** For logs and pipes: a line an event, nothing redrawn. */
export function createLineReporter(): Reporter {
  /** What each node was last said to wait for. */
  const waits = new Map<string, string>();
  return {
    diagnostics: (diagnostics) => {
      for (const diagnostic of diagnostics) console.error(describeDiagnostic(diagnostic));
    },
    // Diagnostics were told already; what they did not tell comes here.
    notRun: (failures) => {
      const told = failures.filter(({ node, code }) => node === undefined && untold.has(code));
      for (const { message } of told) console.error(plainText(message));
      console.error('Nothing was run.');
    },
    event: (event) => {
      const line = describeEvent(event) ?? describeWait(event, waits);
      if (line !== undefined) console.log(plainText(line));
    },
    lost: (message) => console.error(plainText(message)),
    stopping: () => console.error('Stopping: what is queued is cancelled, what is paid for is kept.'),
    end: (event, { outputFolder, estimateUsd }) => {
      for (const line of describeEnd(event, { outputFolder, estimateUsd })) console.log(plainText(line));
    },
  };
}

/** Says once what a node waits for, so that nobody takes it for hanging. */
function describeWait(event: RunEvent, waits: Map<string, string>): string | undefined {
  if (event.type !== 'job-progress') return undefined;
  const { node, phase, reason } = event;
  if (phase !== 'waiting' || reason === undefined) {
    waits.delete(node);
    return undefined;
  }
  if (waits.get(node) === reason) return undefined;
  waits.set(node, reason);
  return `${node}: waiting. ${reason}`;
}
