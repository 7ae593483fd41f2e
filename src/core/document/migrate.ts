import { documentVersion } from './schema.ts';

/** Lifts a document of version n to n + 1. Pure; keeps every key it does not know. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/** Keyed by the version they start from. Version 1 is the first, so there is nothing to lift yet. */
export const migrations: ReadonlyMap<number, Migration> = new Map();

export type MigrationResult =
  | { ok: true; document: Record<string, unknown> }
  | { ok: false; message: string };

/** The one door for older files: applies every step between the file's version and ours. */
export function migrate(
  document: Record<string, unknown>,
  steps: ReadonlyMap<number, Migration> = migrations,
  target: number = documentVersion,
): MigrationResult {
  const version = document['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return { ok: false, message: 'The workflow names no version; this Batchwork reads version 1.' };
  if (version > target)
    return {
      ok: false,
      message: `The workflow is of version ${version}; this Batchwork reads up to version ${target}. Update Batchwork to open it.`,
    };
  let current = document;
  for (let at = version; at < target; at += 1) {
    const step = steps.get(at);
    if (step === undefined)
      return { ok: false, message: `No way is known from workflow version ${at} to ${at + 1}.` };
    current = { ...step(current), version: at + 1 };
  }
  return { ok: true, document: current };
}
