import { expect, test } from 'vitest';

import { openServer, smallWorkflow } from '../server/server-rig.ts';

const hostile = [
  `'; drop table task; --`,
  `" or 1=1 --`,
  `%' union select data from event --`,
  `x'); delete from event; --`,
];

test('text that wants to be SQL stays text, in every query, path and key', async () => {
  const server = await openServer();
  try {
    for (const text of hostile) {
      const part = encodeURIComponent(text);
      const started = await server.json(
        'POST',
        '/api/v2/jobs',
        { workflow: { ...smallWorkflow, name: text }, workflow_file: text },
        { 'idempotency-key': text.replaceAll(' ', '_') },
      );
      expect(started.status).toBe(201);
      for (const path of [
        `/api/v2/jobs/${part}`,
        `/api/batchwork/runs/${part}/events?after=${part}`,
        `/api/batchwork/gallery?search=${part}&run=${part}&workflow=${part}&before=${part}&seed=${part}`,
        `/history/${part}`,
        `/api/batchwork/attempts/${part}`,
      ])
        expect((await server.send({ path })).status).toBeLessThan(500);
    }
    const { jobs } = (await server.json('GET', '/api/v2/jobs')).body;
    expect(jobs.map(({ name }: { name: string }) => name).toSorted()).toEqual(hostile.toSorted());
  } finally {
    await server.close();
  }
});
