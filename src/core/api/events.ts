import { z } from 'zod';

import { runEventSchema } from '../run/event.ts';

/**
 * Messages of the WebSocket `/api/batchwork/events?after=SEQ`. The stored events after SEQ come first, then live ones;
 * without `after` only live ones. Commands are plain HTTP; the socket only tells.
 */
export const socketMessageSchema = z.discriminatedUnion('type', [
  /** First message: the newest seq that exists, and the version of the server. */
  z.object({ type: z.literal('hello'), seq: z.int().nonnegative(), version: z.string() }),
  z.object({ type: z.literal('events'), events: z.array(runEventSchema) }),
  /** The node folder changed: fetch the catalog again. */
  z.object({ type: z.literal('catalog-change') }),
  /** A saved workflow was written, renamed or deleted. */
  z.object({ type: z.literal('workflows-change') }),
  z.object({ type: z.literal('providers-change') }),
  z.object({ type: z.literal('queue-change') }),
  z.object({ type: z.literal('settings-change') }),
  z.object({ type: z.literal('gallery-change') }),
]);
export type SocketMessage = z.infer<typeof socketMessageSchema>;

/** `GET /api/batchwork/runs/RUN/events?after=SEQ`: the stored events of one run, oldest first. */
export const runEventsSchema = z.object({ events: z.array(runEventSchema) });
