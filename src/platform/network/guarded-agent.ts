import { lookup as resolveName, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

import { Agent, buildConnector } from 'undici';

import { isPublicAddress } from './public-address.ts';

/** Thrown into a request whose destination is not allowed. No connection was made. */
export class BlockedDestination extends Error {
  override readonly name = 'BlockedDestination';
  readonly code = 'EBLOCKED';
}

export interface GuardedAgentOptions {
  /** Origins (`http://127.0.0.1:8300`) that may be reached wherever they are: those the operator configured. */
  readonly trustedOrigins: ReadonlySet<string>;
  readonly agent?: Omit<Agent.Options, 'connect'>;
  /** How names are resolved; the machine's resolver when left out. */
  readonly resolve?: (name: string, options: LookupOptions, answer: ResolveAnswer) => void;
}

export type ResolveAnswer = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/**
 * An undici agent that reaches public addresses and trusted origins only, on the usual ports. The check sits where
 * the connection is made and pins what was checked, so that neither a redirect nor a second DNS answer gets past it.
 */
export function makeGuardedAgent({ trustedOrigins, agent, resolve }: GuardedAgentOptions): Agent {
  const open = buildConnector({});
  const openGuarded = buildConnector({ lookup: guardedLookup(resolve ?? resolveAll) });
  return new Agent({
    ...agent,
    connect(options, callback) {
      const { protocol, hostname, port } = options;
      if (trustedOrigins.has(originOf(protocol, hostname, port))) return open(options, callback);
      if (port !== '' && port !== '80' && port !== '443')
        return callback(new BlockedDestination(`Port ${port} of ${hostname} is not allowed.`), null);
      // A lookup hook is never asked about literal addresses.
      const literal = hostname.replaceAll(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !isPublicAddress(literal))
        return callback(new BlockedDestination(`${literal} is not a public address.`), null);
      return openGuarded(options, callback);
    },
  });
}

function originOf(protocol: string, hostname: string, port: string): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}`).origin;
}

const resolveAll = (name: string, options: LookupOptions, answer: ResolveAnswer): void =>
  resolveName(name, { ...options, all: true }, answer);

const guardedLookup =
  (resolve: NonNullable<GuardedAgentOptions['resolve']>): LookupFunction =>
  (name, options, callback) =>
    resolve(name, options, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (first === undefined)
        return callback(new BlockedDestination(`${name} does not lead to a public address.`), []);
      return options.all === true ? callback(null, allowed) : callback(null, first.address, first.family);
    });
