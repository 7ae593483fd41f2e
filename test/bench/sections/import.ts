import { parseDocument } from '#core/document/parse.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { validate } from '#engine/validate.ts';
import { valueNodes } from '#test/rig/value-nodes.ts';

import { figure, ours, verdict } from '../figure.ts';
import { graph } from '../graphs.ts';
import { medianMs } from '../measure.ts';

const times = { rounds: 9, warmups: 3 };

for (const size of [1_000, 10_000]) {
  const text = serializeDocument(graph('layered', size));
  const each = async (subject: string, run: (text: string) => unknown): Promise<number> => {
    const ms = await medianMs({ prepare: () => text, run }, times);
    figure({ row: 'nodes', size, subject, value: ms, unit: 'ms' });
    return ms;
  };
  await each('JSON.parse (limit)', (json) => JSON.parse(json));
  await each(`${ours}: parsed and checked`, (json) => {
    const parsed = parseDocument(JSON.parse(json));
    if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  });
  const ms = await each(`${ours}: and checked against the catalog`, (json) => {
    const parsed = parseDocument(JSON.parse(json));
    if (!parsed.ok || !validate(parsed.document, valueNodes.descriptors).ok)
      throw new Error('the graph is not valid');
  });
  if (size === 10_000)
    verdict({
      claim: 'Reading a workflow of 10,000 nodes',
      measured: `${ms.toFixed(0)} ms`,
      bar: '≤ 3,000 ms',
      met: ms <= 3_000,
    });
}
