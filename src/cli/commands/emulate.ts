import { startEmulator } from '#emulator/start-emulator.ts';

import { exitCodes } from '../exit-code.ts';
import { untilSignal } from '../until-signal.ts';

/** Runs the emulator of both providers until it is stopped. */
export async function emulate(options: { port?: number }): Promise<number> {
  const emulator = await startEmulator(options.port === undefined ? {} : { port: options.port });
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
