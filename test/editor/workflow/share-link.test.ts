import { expect, test } from 'vitest';

import { parseDocumentText } from '#core/document/parse.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { longestLink, makeShareLink, readShareLink } from '#editor/workflow/share-link.ts';

import { storyboard } from '../workflows.ts';

const fragmentOf = (link: string): string => new URL(link).hash;

test('a link carries the workflow itself, letters of all the world included', async () => {
  const text = serializeDocument({ ...storyboard(), name: 'Füchse 🦊 狐' });
  const link = await makeShareLink('http://127.0.0.1:8190', text);
  expect(link.length).toBeLessThan(longestLink);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8190\/#workflow=[\w-]+$/);
  const read = await readShareLink(fragmentOf(link));
  expect(read).toBe(text);
  expect(parseDocumentText(read ?? '').ok).toBe(true);
});

test.each(['', '#', '#other=abc'])('%j is no link of ours', async (fragment) => {
  expect(await readShareLink(fragment)).toBeUndefined();
});

test.each(['#workflow=', '#workflow=!!!', '#workflow=AAAA', '#workflow=_____w'])(
  'the damaged link %j is read as nothing',
  async (fragment) => {
    expect((await readShareLink(fragment)) ?? '').toBe('');
  },
);

test('a small link that unfolds to a mountain is refused', async () => {
  const link = await makeShareLink('http://x', ' '.repeat(9 * 1024 * 1024));
  expect(link.length).toBeLessThan(longestLink);
  expect(await readShareLink(fragmentOf(link))).toBeUndefined();
});
