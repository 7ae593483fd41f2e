import { connect } from 'node:net';

/** What came over the wire, byte by byte. */
export interface RawAnswer {
  /** Status line and headers, or '' when not even they came. */
  readonly head: string;
  readonly body: Buffer;
  /** How the connection ended: closed in order, reset, or by us after enough. */
  readonly end: 'closed' | 'reset' | 'enough';
  /** Whether all of the request could be handed over. */
  readonly sent: boolean;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  readonly key?: string;
  /** Bytes of the body after which we stop reading. */
  readonly enough?: number;
}

/** Sends one request over a socket of its own, with no client between that could mend anything. */
export function sendRaw(origin: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(origin);
  const { method = 'GET', path, body, key = 'a-key', enough = Infinity } = request;
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${key}`,
    'connection: close',
    ...(body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]),
  ];
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    let end: RawAnswer['end'] = 'closed';
    let sent = false;
    socket.on('connect', () =>
      socket.write(
        `${head.join('\r\n')}\r\n\r\n${body ?? ''}`,
        (error) => (sent = error === undefined || error === null),
      ),
    );
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length < enough) return;
      end = 'enough';
      socket.destroy();
    });
    socket.on('error', () => (end = 'reset'));
    socket.on('close', () => {
      const all = Buffer.concat(chunks);
      const cut = all.indexOf('\r\n\r\n');
      resolve({
        head: cut === -1 ? all.toString('latin1') : all.subarray(0, cut).toString('latin1'),
        body: cut === -1 ? Buffer.alloc(0) : all.subarray(cut + 4),
        end,
        sent,
      });
    });
  });
}
