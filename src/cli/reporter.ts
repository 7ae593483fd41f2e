import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { RunEvent } from '#core/run/event.ts';

import { createJsonReporter } from './reporter/json.ts';
import { createLineReporter } from './reporter/lines.ts';
import { createTerminalReporter } from './reporter/terminal.ts';

export type RunEndEvent = Extract<RunEvent, { type: 'run-end' }>;

export interface EndContext {
  /** Where the files are. */
  readonly outputFolder: string;
  /** What the run was to cost at most; null where nobody knows. */
  readonly estimateUsd: number | null;
}

/** Why nothing was run. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly node: string | undefined;
}

/** Shows a run to whoever started it. */
export interface Reporter {
  diagnostics(diagnostics: readonly Diagnostic[]): void;
  /** The run was refused before it began. */
  notRun(failures: readonly Refusal[]): void;
  event(event: RunEvent): void;
  /** Nobody tells any more how the run goes on. */
  lost(message: string): void;
  stopping(): void;
  /** After the last event. */
  end(event: RunEndEvent, context: EndContext): void;
}

/** JSON lines for programs, a live bar for a person at a terminal, else one line an event worth telling. */
export function createReporter({ json }: { json: boolean }): Reporter {
  if (json) return createJsonReporter();
  return process.stdout.isTTY ? createTerminalReporter() : createLineReporter();
}
