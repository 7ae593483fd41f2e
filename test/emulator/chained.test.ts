import { expect, test } from 'vitest';

import type { ReferenceImage } from '#core/model/image-model.ts';
import { readJpegComment } from '#emulator/picture/jpeg-comment.ts';
import { foxRequest, never, openRig, submitted } from '#test/rig/provider-rig.ts';

test.each(['runcomfy', 'wavespeed'] as const)(
  '%s: a batch drawn from references keeps their look',
  async (provider) => {
    const rig = await openRig({ settings: { latencyScale: 0 } });
    const model = rig.model(provider);
    const picturesOf = async (prompt: string, references: readonly ReferenceImage[]) => {
      const request = foxRequest({ prompt, references: references.map(({ asset }) => asset) });
      const operation = await submitted(model, await model.prepare(request, references, never));
      const outcome = await model.poll(operation, never);
      const images =
        outcome.type === 'state' && outcome.state.type === 'succeeded' ? outcome.state.images : [];
      return Promise.all(
        images.map(async (image) => {
          const response = await fetch('url' in image ? image.url : '');
          return new Uint8Array(await response.arrayBuffer());
        }),
      );
    };
    const first = await picturesOf('a fox in the forest', []);
    const references = first.map((bytes, index): ReferenceImage => ({
      asset: {
        hash: String(index).repeat(64),
        mediaType: 'image/jpeg',
        byteLength: bytes.length,
        width: 48,
        height: 48,
      },
      bytes: () => Promise.resolve(bytes),
    }));
    const second = await picturesOf('the same one on a night in the city', references);
    const looks = [...first, ...second].map(readJpegComment);
    expect(looks).toHaveLength(6);
    expect(new Set(looks).size).toBe(1);
    expect(looks[0]).toContain('"character":"fox"');
    await rig.close();
  },
);
