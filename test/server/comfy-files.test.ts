import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openServer, type Answer, type ServerRig } from './server-rig.ts';

let server: ServerRig;
let picture: Buffer;

beforeAll(async () => {
  server = await openServer();
  picture = await draw('#4972c0');
  await upload({ image: ['fox.png', picture] });
  await mkdir(join(server.data, 'output', 'sub'), { recursive: true });
  await writeFile(join(server.data, 'output', 'sub', 'made.png'), picture);
  await writeFile(join(server.data, 'output', 'page.html'), '<script>alert(1)</script>');
  await symlink('/etc', join(server.data, 'output', 'etc'));
});
afterAll(() => server.close());

const draw = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 4, background } })
    .png()
    .toBuffer();

async function upload(
  fields: Record<string, string | [name: string, bytes: Buffer]>,
  path = '/upload/image',
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value[1])]), value[0]);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  return server.send({
    method: 'POST',
    path,
    headers: { 'content-type': type },
    body: Buffer.from(await encoded.arrayBuffer()),
  });
}

const view = (query: Record<string, string>) =>
  server.send({ path: `/view?${new URLSearchParams(query).toString()}` });

describe('an upload', () => {
  test('of the same bytes keeps its name, of others gets the next one, or replaces when asked to', async () => {
    const other = await draw('#c04972');
    const names = async (fields: Parameters<typeof upload>[0]) => (await upload(fields)).body.name;
    expect(await names({ image: ['a.png', picture] })).toBe('a.png');
    expect(await names({ image: ['a.png', picture] })).toBe('a.png');
    expect(await names({ image: ['a.png', other] })).toBe('a (1).png');
    expect(await names({ image: ['a.png', other], overwrite: 'true' })).toBe('a.png');
    expect((await view({ filename: 'a.png', type: 'input' })).bytes).toEqual(other);
  });

  test('goes into a subfolder', async () => {
    expect(
      (await upload({ image: ['b.png', picture], subfolder: 'deep/er' }, '/api/upload/image')).body,
    ).toEqual({
      name: 'b.png',
      subfolder: 'deep/er',
      type: 'input',
    });
    expect((await view({ filename: 'b.png', subfolder: 'deep/er', type: 'input' })).status).toBe(200);
  });

  test.each<[string, Parameters<typeof upload>[0]]>([
    ['without a file', { other: 'x' }],
    ['that is no image', { image: ['x.png', Buffer.from('<svg/>')] }],
    ['that climbs', { image: ['x.png', Buffer.from('x')], subfolder: '../..' }],
    ['into the output', { image: ['x.png', Buffer.from('x')], type: 'output' }],
    ['with a name that is none', { image: ['..', Buffer.from('x')] }],
  ])('%s is refused in ComfyUI’s shape', async (_name, fields) => {
    const { status, body } = await upload(fields);
    expect(status).toBe(400);
    expect(body.error.message).toEqual(expect.any(String));
  });

  test('of a mask makes its original transparent there', async () => {
    const mask = await sharp({
      create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const answer = await upload(
      {
        image: ['mask.png', mask],
        original_ref: JSON.stringify({ filename: 'fox.png', subfolder: '', type: 'input' }),
      },
      '/upload/mask',
    );
    expect(answer.body.name).toBe('mask.png');
    const { bytes } = await view({ filename: 'mask.png', type: 'input' });
    const { channels } = await sharp(bytes).stats();
    expect(channels[3]?.max).toBe(0);
    expect((await upload({ image: ['m.png', mask] }, '/upload/mask')).status).toBe(400);
  });
});

describe('GET /view', () => {
  test('gives the bytes with their type and name', async () => {
    const { status, headers, bytes } = await view({ filename: 'made.png', subfolder: 'sub' });
    expect(status).toBe(200);
    expect(bytes).toEqual(picture);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringContaining('made.png'),
    });
  });

  test('gives previews and single channels', async () => {
    const small = await view({ filename: 'made.png', subfolder: 'sub', preview: 'webp;50' });
    expect((await sharp(small.bytes).metadata()).format).toBe('webp');
    const jpeg = await view({ filename: 'made.png', subfolder: 'sub', preview: 'jpeg' });
    expect((await sharp(jpeg.bytes).metadata()).format).toBe('jpeg');
    const rgb = await view({ filename: 'made.png', subfolder: 'sub', channel: 'rgb' });
    expect((await sharp(rgb.bytes).metadata()).channels).toBe(3);
    const alpha = await view({ filename: 'made.png', subfolder: 'sub', channel: 'a' });
    expect((await sharp(alpha.bytes).metadata()).channels).toBe(4);
  });

  test('never shows a page', async () => {
    const { headers } = await view({ filename: 'page.html' });
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toContain('attachment');
  });

  test.each([
    [400, {}],
    [400, { filename: '../journal.db' }],
    [400, { filename: '/etc/passwd' }],
    [400, { filename: 'made.png', type: 'anything' }],
    [400, { filename: 'made.png', subfolder: 'sub', channel: 'x' }],
    [403, { filename: 'made.png', subfolder: '../output/sub' }],
    [403, { filename: 'passwd', subfolder: '/etc' }],
    [404, { filename: 'passwd', subfolder: 'etc' }],
    [404, { filename: 'nothing.png' }],
    [404, { filename: 'nothing.png', type: 'temp' }],
  ])('answers %d to %j', async (status, query) => {
    const answer = await view(query);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toEqual(expect.any(String));
  });
});

describe('user data', () => {
  const file = (path: string, rest = '') => `/userdata/${encodeURIComponent(path)}${rest}`;

  test('is kept, listed, moved and taken away', async () => {
    const write = (path: string, query = '') =>
      server.send({ method: 'POST', path: file(path, query), body: '{"a":1}' });
    expect((await write('workflows/one.json')).body).toBe('workflows/one.json');
    expect((await write('workflows/one.json', '?overwrite=false')).status).toBe(409);
    expect((await write('workflows/one.json', '?full_info=true')).body).toMatchObject({
      path: 'workflows/one.json',
      size: 7,
    });
    expect((await server.send({ path: file('workflows/one.json') })).body).toEqual({ a: 1 });
    const moved = await server.send({
      method: 'POST',
      path: `${file('workflows/one.json')}/move/${encodeURIComponent('workflows/deep/two.json')}`,
    });
    expect(moved.body).toBe('workflows/deep/two.json');
    expect((await server.json('GET', '/userdata?dir=workflows&recurse=true')).body).toEqual([
      'deep/two.json',
    ]);
    expect((await server.json('GET', '/api/userdata?dir=workflows&recurse=true&split=true')).body).toEqual([
      ['deep/two.json', 'deep', 'two.json'],
    ]);
    expect((await server.json('GET', '/v2/userdata?path=workflows')).body).toEqual([
      { name: 'deep', path: 'deep', type: 'directory' },
    ]);
    expect((await server.send({ method: 'DELETE', path: file('workflows/deep/two.json') })).status).toBe(204);
    expect((await server.send({ path: file('workflows/deep/two.json') })).status).toBe(404);
  });

  test.each(['../../escape.json', '/etc/passwd', 'a/../../b'])('%s stays out', async (path) => {
    expect((await server.send({ method: 'POST', path: file(path), body: 'x' })).status).toBe(403);
    expect((await server.send({ path: file(path) })).status).toBe(404);
    expect((await server.send({ method: 'DELETE', path: file(path) })).status).toBe(404);
  });
});

describe('what a client asks before it begins', () => {
  test.each(['', '/api'])('stands bare and under %j', async (prefix) => {
    const get = async (path: string) => (await server.json('GET', prefix + path)).body;
    expect((await get('/system_stats')).devices).toHaveLength(1);
    expect(await get('/object_info/NoSuchClass')).toEqual({});
    expect(await get('/object_info/SequentialGenerate')).toMatchObject({
      SequentialGenerate: {
        input: {
          required: {
            prompt: ['STRING', { multiline: true }],
            count: ['INT', { min: 1, max: 15, default: 3 }],
          },
        },
        output: ['IMAGE'],
        output_node: false,
        api_node: true,
      },
    });
    for (const path of ['/embeddings', '/extensions', '/models', '/models/checkpoints'])
      expect(await get(path)).toEqual([]);
    for (const path of ['/i18n', '/workflow_templates', '/global_subgraphs'])
      expect(await get(path)).toEqual({});
    expect(await get('/users')).toEqual({ storage: 'server', migrated: true });
    expect((await server.json('PATCH', `${prefix}/internal/logs/subscribe`, { enabled: true })).status).toBe(
      200,
    );
  });

  test('leaves the editor its place', async () => {
    const { status, headers } = await server.send({ path: '/' });
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect((await server.send({ path: '/prompt/other' })).body.error.code).toBe('not_found');
  });

  test('and other pages in a browser get nothing', async () => {
    for (const path of ['/prompt', '/object_info', '/view?filename=made.png'])
      expect((await server.send({ path, headers: { origin: 'http://evil.example' } })).status).toBe(403);
  });

  test('jobs are listed by what is asked', async () => {
    expect((await server.json('GET', '/api/jobs?limit=5')).body).toEqual({
      jobs: [],
      pagination: { offset: 0, limit: 5, total: 0, has_more: false },
    });
    for (const query of ['status=nope', 'sort_by=name', 'sort_order=up', 'limit=0', 'offset=x'])
      expect((await server.json('GET', `/api/jobs?${query}`)).status).toBe(400);
    expect((await server.json('GET', '/api/jobs/nothing')).status).toBe(404);
  });
});

test('a body of unknown length is taken, and cut off where it becomes too long', async () => {
  const { hostname, port } = new URL(server.url);
  const post = async (path: string, chunks: readonly string[]): Promise<number> => {
    return new Promise((resolve, reject) => {
      const sending = request(
        { hostname, port, path, method: 'POST', headers: { 'transfer-encoding': 'chunked' } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      sending.on('error', reject);
      for (const chunk of chunks) sending.write(chunk);
      sending.end();
    });
  };
  expect(await post('/interrupt', ['{"prompt_id":', '"x"}'])).toBe(200);
  expect(await post('/api/v2/jobs', ['{"work', 'flow": {}}'])).toBe(422);
  const megabyte = 'x'.repeat(1024 * 1024);
  const tooLong = await post(
    '/prompt',
    Array.from({ length: 20 }, () => megabyte),
  ).catch(() => 413);
  expect(tooLong).toBe(413);
});
