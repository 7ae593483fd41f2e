import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { faultPlanSchema, type FaultPlan } from '#emulator/faults/fault-book.ts';
import { startEmulator, type Emulator } from '#emulator/start-emulator.ts';

import { exitCodes, UsageError } from '../exit-code.ts';
import { untilSignal } from '../until-signal.ts';

export interface EmulateOptions {
  readonly port?: number;
  /** JSON file with what is to go wrong. */
  readonly faults?: string;
  /** Folder of the truth log. */
  readonly data?: string;
}

/** Reads a plan of faults. Throws UsageError that names the file and the place in it. */
async function readFaults(file: string): Promise<FaultPlan> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const plan = faultPlanSchema.safeParse(json);
  if (!plan.success) throw new UsageError(`${file}: ${z.prettifyError(plan.error)}`);
  return plan.data;
}

async function startWith({ port, faults, data }: EmulateOptions): Promise<Emulator> {
  const plan = faults === undefined ? undefined : await readFaults(faults);
  try {
    return await startEmulator({
      ...(port === undefined ? {} : { port }),
      ...(data === undefined ? {} : { dataFolder: data }),
      ...(plan === undefined ? {} : { faults: plan }),
    });
  } catch (error) {
    if (error instanceof z.ZodError) throw new UsageError(`${faults}: ${z.prettifyError(error)}`);
    throw error;
  }
}

/** Runs the emulator of both providers until it is stopped. */
export async function emulate(options: EmulateOptions): Promise<number> {
  const emulator = await startWith(options);
  console.log(`The emulator is ready at ${emulator.url}`);
  console.log('');
  console.log('To use it from another terminal:');
  console.log(
    `  RUNCOMFY_BASE_URL=${emulator.url} RUNCOMFY_TOKEN=demo npx batchwork run FILE --provider runcomfy`,
  );
  console.log(
    `  WAVESPEED_BASE_URL=${emulator.url} WAVESPEED_API_KEY=demo npx batchwork run FILE --provider wavespeed`,
  );
  await untilSignal();
  await emulator.close();
  return exitCodes.complete;
}
