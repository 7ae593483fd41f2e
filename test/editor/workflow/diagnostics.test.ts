import { expect, test } from 'vitest';

import type { Diagnostic } from '#core/run/diagnostic.ts';
import { diagnosticsAt, mergeDiagnostics } from '#editor/workflow/diagnostics.ts';

const missing: Diagnostic = { code: 'missing-input', severity: 'error', message: 'not connected', node: 'a' };
const adjusted: Diagnostic = {
  code: 'adjusted-by-provider',
  severity: 'warning',
  message: 'becomes 2048*2048',
  node: 'b',
};

test('what both say is said once, and only the server speaks for providers', () => {
  expect(mergeDiagnostics([missing], [missing, adjusted])).toEqual([missing, adjusted]);
  // The server answers later; a problem that is mended here must not linger.
  expect(mergeDiagnostics([], [missing])).toEqual([]);
});

test('diagnostics of an edge stand at the node that it leads to', () => {
  const cycle: Diagnostic = {
    code: 'type-mismatch',
    severity: 'error',
    message: 'does not fit',
    edge: { from: { node: 'a', output: 'text' }, to: { node: 'b', input: 'images' } },
  };
  expect(diagnosticsAt([missing, cycle], 'b')).toEqual([cycle]);
  expect(diagnosticsAt([missing, cycle], 'c')).toEqual([]);
});
