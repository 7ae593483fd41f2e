import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseDocument, parseDocumentText } from '#core/document/parse.ts';
import { serializeDocument } from '#core/document/serialize.ts';

import { arbitraryDocument, runs } from './arbitrary-document.ts';

test('export and import give the same document back, with all that this version does not know', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const parsed = parseDocumentText(serializeDocument(document));
      expect(parsed).toEqual({ ok: true, document: JSON.parse(JSON.stringify(document)) });
    }),
    { numRuns: runs },
  );
});

test('import and export of a file give the same bytes back', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const text = serializeDocument(document);
      const parsed = parseDocumentText(text);
      expect(parsed.ok && serializeDocument(parsed.document)).toBe(text);
    }),
    { numRuns: runs },
  );
});

test('any text and any value is read or refused in words, never thrown at', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    arbitraryDocument.map((document) => JSON.stringify(document).slice(0, -1)),
  );
  fc.assert(
    fc.property(texts, fc.anything({ withBigInt: true, withNullPrototype: true }), (text, value) => {
      for (const parsed of [
        parseDocumentText(text),
        parseDocument(value),
        parseDocument({ format: 'batchwork', version: 1, nodes: value }),
      ])
        expect(parsed.ok || parsed.diagnostics.every(({ message }) => message.length > 0)).toBe(true);
    }),
    { numRuns: runs },
  );
});
