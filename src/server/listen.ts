import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

import { errorCode } from '#platform/durable-file.ts';

/** Ports that are tried one after the other when the usual one is taken. */
const portsTried = 50;

/** The port that was asked for is in use. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Binds the server. A port that was asked for is taken or it is an error; the usual one gives way to the next free one.
 * Answers with the port.
 */
export async function listen(
  server: Server,
  { host, port, portAsked }: { host: string; port: number; portAsked: boolean },
): Promise<number> {
  for (let tried = port; ; tried += 1)
    try {
      await bind(server, host, tried);
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : tried;
    } catch (error) {
      if (errorCode(error) === 'EADDRINUSE') {
        if (portAsked)
          throw new PortTaken(
            `Port ${port} on ${host} is in use. Stop what uses it, or choose another with --port.`,
          );
        if (tried < port + portsTried && tried < 65_535) continue;
      }
      if (errorCode(error) === 'EACCES') throw new PortTaken(`Port ${tried} on ${host} may not be used.`);
      throw error;
    }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(error);
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

const everyAddress = new Set(['0.0.0.0', '::']);

/** Whether only programs of this machine can reach the address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** The address to show: one that works in a browser of this machine. */
export function describeUrl(host: string, port: number): string {
  if (everyAddress.has(host)) return `http://localhost:${port}`;
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/**
 * Names and addresses under which the server may be reached beside loopback: the bound one, or all of this machine, and
 * those that the operator names.
 */
export function allowedHosts(host: string, named: readonly string[] = []): ReadonlySet<string> {
  const addresses = everyAddress.has(host)
    ? Object.values(networkInterfaces()).flatMap(
        (interfaces) => interfaces?.map(({ address }) => address) ?? [],
      )
    : [host];
  return new Set([...addresses, ...named].map((name) => name.replace(/%.*$/, '').toLowerCase()));
}
