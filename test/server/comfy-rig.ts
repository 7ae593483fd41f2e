import { WebSocket } from 'ws';

/** A frame of ComfyUI's WebSocket. */
export interface Frame {
  readonly type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it freely
  readonly data: any;
}

export interface ComfySocket {
  readonly frames: Frame[];
  /** Resolves with the first frame, past or future, that fits. */
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  send(message: unknown): void;
  close(): void;
}

/** Connects as a client does; resolves when the first frame is there. */
export async function connect(url: string, path: string): Promise<ComfySocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer, isBinary) => {
    frames.push(isBinary ? { type: 'binary', data } : JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  const until: ComfySocket['until'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = frames.find((frame) => fits(frame));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      socket.once('error', reject);
      waiting.add(look);
      look();
    });
  await until(() => true);
  return {
    frames,
    until,
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.terminate(),
  };
}

/** The classic sign that a prompt has ended. */
export const isEndOf =
  (id: string) =>
  ({ type, data }: Frame): boolean =>
    type === 'executing' && data.node === null && data.prompt_id === id;

/** Frames of one prompt, in order, as `type` or `type node`. */
export const storyOf = (frames: readonly Frame[], id: string): string[] =>
  frames
    .filter(({ type, data }) => data.prompt_id === id && type !== 'progress_state' && type !== 'progress')
    .map(({ type, data }) => (data.node === undefined ? type : `${type} ${data.node}`));

export const small = (
  text: string,
  output: object = { class_type: 'Save', inputs: { images: ['2', 0] } },
) => ({
  '1': { class_type: 'Prompt', inputs: { text } },
  '2': { class_type: 'SequentialGenerate', inputs: { prompt: ['1', 0], count: '2', provider: 'local' } },
  '9': output,
});
