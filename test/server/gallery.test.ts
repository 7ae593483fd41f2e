import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { galleryPageSchema, type GalleryPage } from '#core/api/gallery.ts';
import { routes } from '#core/api/routes.ts';

import { storyboard } from '../editor/workflows.ts';
import { openServer, type ServerRig } from './server-rig.ts';

let rig: ServerRig;
let first: string;
let again: string;

const run = async (extra: Record<string, unknown> = {}): Promise<string> => {
  const started = await rig.json('POST', routes.jobs, { workflow: storyboard(), ...extra });
  const { id } = started.body;
  await vi.waitUntil(async () => (await rig.json('GET', routes.job(id))).body.outcome === 'complete', {
    timeout: 20_000,
  });
  return id;
};
const page = async (query = ''): Promise<GalleryPage> =>
  galleryPageSchema.parse((await rig.json('GET', `${routes.gallery}${query}`)).body);

beforeAll(async () => {
  rig = await openServer();
  first = await run({ workflow_file: 'Stories/Fox' });
  again = await run({ workflow_file: 'Stories/Fox' });
  // The end of the second run is the last thing that the index takes in.
  await vi.waitUntil(async () => (await page()).total >= 4, { timeout: 10_000 });
});
afterAll(() => rig.close());

test('what a run made, once: bought images and the grid; what is cached or loaded is no news', async () => {
  const { images, total, next } = await page();
  expect([total, next]).toEqual([4, null]);
  expect(images.map(({ node }) => node)).toEqual(['grid', 'generate', 'generate', 'generate']);
  expect(images.every((image) => image.run === first && image.demo)).toBe(true);
  expect((await page(`?run=${again}`)).total).toBe(0);
  expect(images[1]).toMatchObject({
    id: `${first}:generate:0:2`,
    workflowFile: 'Stories/Fox',
    nodeTitle: 'Sequential Generate',
    provider: 'local',
    favourite: false,
    costUsd: 0,
  });
  expect(images[1]?.prompt).toMatch(/fox/i);
  expect(typeof images[1]?.seed).toBe('number');
});

test('pages and filters', async () => {
  const seen: string[] = [];
  for (let before = ''; ;) {
    const { images, next } = await page(`?limit=1${before}`);
    seen.push(...images.map(({ id }) => id));
    if (next === null) break;
    before = `&before=${next}`;
  }
  expect(seen).toEqual((await page()).images.map(({ id }) => id));
  expect((await page('?node=grid')).total).toBe(1);
  expect((await page('?workflow=Stories%2FFox&node=generate')).total).toBe(3);
  expect((await page('?workflow=Other')).total).toBe(0);
  expect((await rig.json('GET', `${routes.gallery}?limit=0`)).status).toBe(400);
});

test('favourites and the bin are kept and undone', async () => {
  const [id, other] = (await page()).images.map((image) => image.id);
  const change = (body: unknown) => rig.json('PATCH', routes.gallery, body);
  expect((await change({ ids: [id], favourite: true })).status).toBe(204);
  expect((await change({ ids: [other], binned: true })).status).toBe(204);
  expect((await page('?favourite=true')).images.map((image) => image.id)).toEqual([id]);
  expect((await page('?bin=true')).images.map((image) => image.id)).toEqual([other]);
  expect((await page()).total).toBe(3);
  expect((await change({ ids: [other], binned: false })).status).toBe(204);
  expect((await page()).total).toBe(4);
  expect((await change({ ids: ['nothing'], binned: true })).status).toBe(404);
  expect((await change({ ids: [], binned: true })).status).toBe(422);
});

test('many images as one zip, named apart', async () => {
  const ids = (await page()).images.map((image) => image.id);
  const zip = await rig.json('POST', routes.galleryDownload, { ids: [...ids, 'nothing'] });
  expect([zip.status, zip.headers['content-type']]).toEqual([200, 'application/zip']);
  expect(zip.bytes.subarray(0, 2).toString()).toBe('PK');
  // Entries of the central directory: 46 bytes with the name's length at 28, then the name.
  const entries = zip.bytes.toString('latin1').split('PK\u0001\u0002').slice(1);
  const names = entries.map((entry) => entry.slice(42, 42 + (entry.codePointAt(24) ?? 0)));
  expect(names).toHaveLength(4);
  expect(new Set(names).size).toBe(4);
  expect((await rig.json('POST', routes.galleryDownload, { ids: ['nothing'] })).status).toBe(404);
});

test('how long purchases took', async () => {
  const { body } = await rig.json('GET', routes.durations);
  expect(body.durations).toMatchObject([{ provider: 'local', count: 3, samples: 1 }]);
  expect(body.durations[0].medianMs).toBeGreaterThan(0);
});
