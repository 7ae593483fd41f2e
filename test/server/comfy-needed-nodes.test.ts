import { afterAll, beforeAll, expect, test } from 'vitest';

import { connect, isEndOf, small, storyOf, type ComfySocket } from './comfy-rig.ts';
import { openServer, type ServerRig } from './server-rig.ts';

let server: ServerRig;
let client: ComfySocket;
beforeAll(async () => {
  server = await openServer();
  client = await connect(server.url, '/ws?clientId=own');
});
afterAll(async () => {
  client.close();
  await server.close();
});

const post = (prompt: object) => server.json('POST', '/prompt', { prompt, client_id: 'own' });

test('a node that no output needs is not looked at', async () => {
  const { status, body } = await post({
    ...small('Generate 2 images of a fox'),
    '20': { class_type: 'Prompt', inputs: { text: ['77', 0] } },
  });
  expect(status).toBe(200);
  await client.until(isEndOf(body.prompt_id));
  expect(storyOf(client.frames, body.prompt_id)).toContain('executed 9');
});

test('a link that is missing further up is still told', async () => {
  const prompt = small('Generate 2 images of a fox');
  const { status, body } = await post({
    ...prompt,
    '1': { class_type: 'Prompt', inputs: { text: ['77', 0] } },
  });
  expect(status).toBe(400);
  expect(Object.keys(body.node_errors)).toEqual(['1']);
});
