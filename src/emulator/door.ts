import type { IncomingMessage, ServerResponse } from 'node:http';

import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

import { sha256 } from './canonical-json.ts';
import type { Subject } from './faults/fault-book.ts';
import type { Phase } from './faults/phase.ts';
import type { Exchange } from './faults/wire-faults.ts';
import type { World } from './world.ts';

/** Hono's environment of the emulator: the Node request and response, to break them. */
export interface Wire {
  Bindings: HttpBindings;
}
/** One request with its Node parts. */
export type WireContext = Context<Wire>;

/** Sends the head and the first share of the body. */
async function sendShare(outgoing: ServerResponse, answer: Response, share: number): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer());
  outgoing.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': String(body.length),
  });
  await new Promise<void>((resolve) => {
    outgoing.write(body.slice(0, Math.max(1, Math.floor(body.length * share))), () => resolve());
  });
}

/** Resolves when a part of the request's body has come; a request without one has come as a whole. */
const somethingRead = (incoming: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    incoming.once('data', () => resolve());
    incoming.once('end', () => resolve());
    incoming.once('close', () => resolve());
  });

const exchangeFor = (
  world: World,
  c: WireContext,
  call: { phase: Phase; proceed: () => Promise<Response> | Response },
): Exchange => ({
  phase: call.phase,
  proceed: async () => call.proceed(),
  sleep: (ms) => world.clock.sleep(ms),
  async cut({ answer, share = 0.5, reset }) {
    const { incoming, outgoing } = c.env;
    if (answer !== undefined) await sendShare(outgoing, answer, share);
    if (reset) incoming.socket.resetAndDestroy();
    else incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  },
});

/** Breaks a call before its body is read, if a fault waits for it; undefined lets it in. */
export async function breakEarly(
  world: World,
  c: WireContext,
  subject: Subject,
  proceed: () => Promise<Response> | Response,
): Promise<Response | undefined> {
  const hit = world.faults.takeWire(subject, 'early');
  if (hit === undefined) return undefined;
  if (hit.phase === 'mid-read') await somethingRead(c.env.incoming);
  return hit.fault.hit(exchangeFor(world, c, { phase: hit.phase, proceed }));
}

/** Lets one call in: counts it, and breaks it if a fault waits for it. */
export async function withFaults(
  world: World,
  c: WireContext,
  subject: Subject,
  proceed: () => Promise<Response> | Response,
): Promise<Response> {
  const name = `${subject.provider}:${subject.call}`;
  world.calls.set(name, (world.calls.get(name) ?? 0) + 1);
  const early = await breakEarly(world, c, subject, proceed);
  if (early !== undefined) return early;
  const hit = world.faults.takeWire(subject, 'late');
  return hit === undefined ? proceed() : hit.fault.hit(exchangeFor(world, c, { phase: hit.phase, proceed }));
}

/** The account that a key stands for, or undefined when the key is none. */
export function accountOf(world: World, c: WireContext): string | undefined {
  const token = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) return undefined;
  const { keys } = world.settings;
  if (keys === null ? token.startsWith('invalid') : !keys.includes(token)) return undefined;
  return sha256(token).slice(0, 12);
}

/** Where the caller reached this emulator, to build URLs that lead back. */
export const originOf = (c: WireContext): string => `http://${c.req.header('host') ?? 'localhost'}`;

/** The body as JSON object; undefined when it is none. */
export async function jsonObject(c: WireContext): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(await c.req.text());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
