import type { WebSocket } from 'ws';

/** What a client may send on a WebSocket: these sockets tell, and hardly listen. */
export const socketLimits = {
  /** Bytes of a message. */
  maxPayload: 64 * 1024,
  /** Pieces of a message, and what of it may lie in memory; tiny pieces cost far more than their bytes. */
  maxFragments: 64,
  maxBufferedChunks: 256,
  // Unpacking would let few bytes become many.
  perMessageDeflate: false,
} as const;

/** Messages that a client may send in all; ComfyUI's clients send one. */
const messagesAllowed = 100;

/** Ends the connection of a client that talks without end. */
export function limitChatter(socket: WebSocket): void {
  let messages = 0;
  socket.on('message', () => {
    messages += 1;
    if (messages > messagesAllowed) socket.terminate();
  });
}
