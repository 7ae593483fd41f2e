import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Where a browser hands in the token; the one place that takes a plain form. */
export const signInPath = '/sign-in';

/** What the door says to one request. */
export type Entrance =
  | { readonly type: 'open' }
  /** The right code or token was brought: keep the cookie, then look at the editor. */
  | { readonly type: 'sign-in'; readonly cookie: string }
  | { readonly type: 'closed' }
  /** Too many wrong tokens came from there lately. */
  | { readonly type: 'held' };

/** Decides who may come in when the server can be reached from other machines. */
export interface TokenDoor {
  /** Judges a request by its headers and its URL. */
  judge(request: Pick<IncomingMessage, 'headers' | 'method' | 'url' | 'socket'>): Entrance;
  /** Judges a token that was typed into the form. */
  signIn(token: string, request: Pick<IncomingMessage, 'socket'>): Entrance;
  /** URL that signs a browser in, once. */
  signInUrl(base: string): string;
}

/** Wrong tokens that one address may bring in a minute. */
const mistakesAllowed = 10;
const minuteMs = 60_000;
/** Addresses that are remembered; more would be an attack on memory. */
const addressesKept = 10_000;
const month = 30 * 24 * 3600;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compares in constant time, whatever the lengths. */
const same = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));

/**
 * The door of a server that has a token: it comes as `Authorization: Bearer`, as `X-API-Key`, or as the cookie that a
 * browser got for it. The cookie is derived from the token, so that it outlives a restart and ends with the token. It
 * never is the sole authority: the guard has judged Host and Origin before.
 */
export function makeTokenDoor(token: string): TokenDoor {
  const session = createHmac('sha256', token).update('batchwork session').digest('base64url');
  const mistakes = new Map<string, { count: number; since: number }>();
  let code: string | undefined = randomBytes(24).toString('base64url');
  const cookie = `batchwork=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${month}`;

  /** Counts a wrong token; the answer to it. */
  function refuse(address: string): Entrance {
    const now = performance.now();
    const known = mistakes.get(address);
    const fresh = known === undefined || now - known.since > minuteMs;
    mistakes.delete(address);
    mistakes.set(address, fresh ? { count: 1, since: now } : { ...known, count: known.count + 1 });
    const [oldest] = mistakes.keys();
    if (mistakes.size > addressesKept && oldest !== undefined) mistakes.delete(oldest);
    return { type: 'closed' };
  }
  const isHeld = (address: string): boolean => {
    const known = mistakes.get(address);
    return (
      known !== undefined && known.count >= mistakesAllowed && performance.now() - known.since <= minuteMs
    );
  };
  const addressOf = ({ socket }: Pick<IncomingMessage, 'socket'>): string => socket.remoteAddress ?? '';

  return {
    judge(request) {
      const { headers, url = '/', method } = request;
      if (readCookies(headers.cookie, 'batchwork').some((value) => same(value, session)))
        return { type: 'open' };
      const address = addressOf(request);
      if (isHeld(address)) return { type: 'held' };
      const brought =
        /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? single(headers['x-api-key']);
      if (brought !== undefined) return same(brought, token) ? { type: 'open' } : refuse(address);
      const given = method === 'GET' ? URL.parse(url, 'http://localhost')?.searchParams.get('code') : null;
      if (given === null || given === undefined) return { type: 'closed' };
      if (code === undefined || !same(given, code)) return refuse(address);
      code = undefined;
      return { type: 'sign-in', cookie };
    },
    signIn(typed, request) {
      const address = addressOf(request);
      if (isHeld(address)) return { type: 'held' };
      return same(typed, token) ? { type: 'sign-in', cookie } : refuse(address);
    },
    signInUrl: (base) => (code === undefined ? base : `${base}/?code=${code}`),
  };
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** All values of a cookie: another program on this host may have set one of the same name. */
const readCookies = (header: string | undefined, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
