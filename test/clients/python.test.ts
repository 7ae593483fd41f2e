import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { comfyPrompt, openClientRig, type ClientRig } from './client-rig.ts';

let server: ClientRig;
beforeAll(async () => {
  server = await openClientRig();
});
afterAll(() => server.close());

const hasPython = (): boolean => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
};

/** Posts as the scripts that come with ComfyUI do: urllib calls any body a form. Then asks until it is there. */
const script = `
import json, sys, time, urllib.parse, urllib.request
address, prompt = sys.argv[1], json.loads(sys.argv[2])
data = json.dumps({"prompt": prompt, "client_id": "python"}).encode("utf-8")
queued = json.loads(urllib.request.urlopen(urllib.request.Request("http://{}/prompt".format(address), data=data)).read())
while True:
    history = json.loads(urllib.request.urlopen("http://{}/history/{}".format(address, queued["prompt_id"])).read())
    if queued["prompt_id"] in history:
        break
    time.sleep(0.05)
sizes = []
for node, output in history[queued["prompt_id"]]["outputs"].items():
    for image in output["images"]:
        query = urllib.parse.urlencode(image)
        sizes.append(len(urllib.request.urlopen("http://{}/view?{}".format(address, query)).read()))
print(json.dumps(sizes))
`;

test.skipIf(!hasPython())('a Python script runs a prompt and reads its images', async () => {
  const { stdout } = await promisify(execFile)('python3', [
    '-c',
    script,
    server.address,
    JSON.stringify(comfyPrompt('a fox')),
  ]);
  const sizes: unknown = JSON.parse(stdout);
  expect(sizes).toHaveLength(2);
});

test.each([
  ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['without a content type', {}],
  ['as plain text', { 'content-type': 'text/plain' }],
])('a body posted %s is taken', async (_name, headers) => {
  const body = JSON.stringify({ prompt: comfyPrompt('an owl'), client_id: 'python' });
  for (const path of ['/prompt', '/api/prompt']) {
    const answer = await server.send({ method: 'POST', path, headers, body });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      prompt_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      node_errors: {},
    });
  }
  expect((await server.send({ method: 'POST', path: '/interrupt', headers })).status).toBe(200);
});
