import type { SecretGuard } from '#platform/secret-guard.ts';

/** Takes keys out of all that this process prints from now on, whoever prints it. */
export function redactOutput(guard: SecretGuard): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
      if (!guard.finds(chunk)) return write(chunk, ...rest);
      return write(guard.redact(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()), ...rest);
    };
  }
}
