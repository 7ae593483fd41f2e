import { z } from 'zod';

import { isCarriedOut, type Phase } from './phase.ts';

/** One call under a fault. */
export interface Exchange {
  readonly phase: Phase;
  /** Carries the call out; what was accepted stays accepted whatever happens to the answer. */
  proceed(): Promise<Response>;
  /** Closes the connection, after the first `share` of `answer` when one is given. */
  cut(options: { answer?: Response; share?: number; reset: boolean }): Promise<Response>;
  sleep(ms: number): Promise<void>;
}

/** A fault with its options, ready for its call. */
export interface WireFault {
  hit(exchange: Exchange): Promise<Response>;
}

interface WireFaultKind {
  parse(value: unknown): WireFault;
}

const wireFault = <Options>(
  schema: z.ZodType<Options>,
  hit: (options: Options, exchange: Exchange) => Promise<Response>,
): WireFaultKind => ({
  parse: (value) => {
    const options = schema.parse(value);
    return { hit: (exchange) => hit(options, exchange) };
  },
});

/** Carries the call out first unless the fault comes before it. */
const proceedUnlessBefore = async (exchange: Exchange): Promise<void> => {
  if (isCarriedOut(exchange.phase)) await exchange.proceed();
};

const withBody = (
  answer: Response,
  body: ConstructorParameters<typeof Response>[0],
  headers?: Record<string, string>,
): Response => {
  const merged = new Headers(answer.headers);
  merged.delete('content-length');
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  return new Response(body, { status: answer.status, headers: merged });
};

/** Sets or, for undefined, removes the member at a path such as `data.id`; where the path leads nowhere, nothing. */
function edit(root: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop();
  let target: unknown = root;
  for (const key of keys)
    target = typeof target === 'object' && target !== null ? Reflect.get(target, key) : undefined;
  if (last === undefined || typeof target !== 'object' || target === null) return;
  if (value === undefined) Reflect.deleteProperty(target, last);
  else Reflect.set(target, last, value);
}

/** Faults of the wire by kind; a new one is one more entry. */
export const wireFaults: Readonly<Record<string, WireFaultKind>> = {
  /** Another answer: any status, headers and body (a string, or JSON). */
  http: wireFault(
    z.strictObject({
      kind: z.literal('http'),
      status: z.int().min(200).max(599),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.json().optional(),
    }),
    async (options, exchange) => {
      await proceedUnlessBefore(exchange);
      if (options.body === undefined || typeof options.body === 'string')
        return new Response(options.body, {
          status: options.status,
          headers: { 'content-type': 'text/plain; charset=utf-8', ...options.headers },
        });
      return Response.json(options.body, { status: options.status, headers: options.headers });
    },
  ),
  /** A web page where JSON was due. */
  html: wireFault(
    z.strictObject({ kind: z.literal('html'), status: z.int().default(200) }),
    async (options, exchange) => {
      await proceedUnlessBefore(exchange);
      return new Response('<!doctype html><title>Please wait</title><p>Please wait a moment.</p>', {
        status: options.status,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    },
  ),
  /** A closed connection: without any answer, or in the middle of one. */
  cut: wireFault(
    z.strictObject({ kind: z.literal('cut'), reset: z.boolean().default(false) }),
    async (options, exchange) => {
      const { reset } = options;
      if (!isCarriedOut(exchange.phase)) return exchange.cut({ reset });
      const answer = await exchange.proceed();
      if (exchange.phase === 'mid-response') return exchange.cut({ reset, answer, share: 0.5 });
      if (exchange.phase === 'after-response') return exchange.cut({ reset, answer, share: 1 });
      return exchange.cut({ reset });
    },
  ),
  /** The right answer, late. */
  delay: wireFault(
    z.strictObject({ kind: z.literal('delay'), ms: z.number().nonnegative() }),
    async (options, exchange) => {
      const late = isCarriedOut(exchange.phase);
      if (!late) await exchange.sleep(options.ms);
      const answer = await exchange.proceed();
      if (late) await exchange.sleep(options.ms);
      return answer;
    },
  ),
  /** The right answer in drops of `bytes`, one every `ms`. */
  drip: wireFault(
    z.strictObject({
      kind: z.literal('drip'),
      ms: z.number().nonnegative(),
      bytes: z.int().positive().default(1),
    }),
    async (options, exchange) => {
      const answer = await exchange.proceed();
      const whole = new Uint8Array(await answer.arrayBuffer());
      let sent = 0;
      const drops = new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (sent >= whole.length) return controller.close();
          await exchange.sleep(options.ms);
          controller.enqueue(whole.slice(sent, sent + options.bytes));
          sent += options.bytes;
        },
      });
      return withBody(answer, drops);
    },
  ),
  /** A JSON answer with members set or removed, by paths such as `data.id`. */
  edit: wireFault(
    z.strictObject({
      kind: z.literal('edit'),
      set: z.record(z.string(), z.json()).default({}),
      remove: z.array(z.string()).default([]),
    }),
    async (options, exchange) => {
      const answer = await exchange.proceed();
      const body: unknown = await answer.json();
      for (const [path, value] of Object.entries(options.set)) edit(body, path, value);
      for (const path of options.remove) edit(body, path, undefined);
      return withBody(answer, JSON.stringify(body));
    },
  ),
  /** Only the first part of the answer, with a length that fits it. */
  truncate: wireFault(
    z.strictObject({ kind: z.literal('truncate'), share: z.number().min(0).max(1).default(0.5) }),
    async (options, exchange) => {
      const answer = await exchange.proceed();
      const whole = new Uint8Array(await answer.arrayBuffer());
      return withBody(answer, whole.slice(0, Math.floor(whole.length * options.share)));
    },
  ),
  /** Other bytes in place of the answer's body: another picture, a bomb, nothing. */
  bytes: wireFault(
    z.strictObject({
      kind: z.literal('bytes'),
      base64: z.base64(),
      headers: z.record(z.string(), z.string()).default({}),
    }),
    async (options, exchange) =>
      withBody(await exchange.proceed(), Buffer.from(options.base64, 'base64'), options.headers),
  ),
  /** The right answer, and then zeros without end. */
  endless: wireFault(z.strictObject({ kind: z.literal('endless') }), async (_options, exchange) => {
    const answer = await exchange.proceed();
    let start: Uint8Array<ArrayBuffer> | undefined = new Uint8Array(await answer.arrayBuffer());
    const zeros = new Uint8Array(65_536);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(start ?? zeros);
        start = undefined;
      },
    });
    return withBody(answer, body);
  }),
  /** The right bytes under another content type. */
  'content-type': wireFault(
    z.strictObject({ kind: z.literal('content-type'), value: z.string() }),
    async (options, exchange) => {
      const answer = await exchange.proceed();
      return withBody(answer, await answer.arrayBuffer(), { 'content-type': options.value });
    },
  ),
};
