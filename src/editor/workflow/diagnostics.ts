import type { Diagnostic } from '#core/run/diagnostic.ts';

/** What only the server can say; the rest the editor finds by itself, and sooner. */
const serverCodes: ReadonlySet<Diagnostic['code']> = new Set([
  'length-mismatch',
  'count-mismatch',
  'unsupported-by-provider',
  'adjusted-by-provider',
  'missing-key',
  'node-failed',
  'over-cap',
  'invalid-value',
]);

const keyOf = ({ code, node, port, message }: Diagnostic): string =>
  JSON.stringify([code, node ?? '', port ?? '', message]);

/** Diagnostics found in the browser and those that come with an estimate, each sentence once. */
export function mergeDiagnostics(
  local: readonly Diagnostic[],
  fromServer: readonly Diagnostic[],
): readonly Diagnostic[] {
  const seen = new Set(local.map(keyOf));
  return [
    ...local,
    ...fromServer.filter((diagnostic) => serverCodes.has(diagnostic.code) && !seen.has(keyOf(diagnostic))),
  ];
}

const byNode = new WeakMap<readonly Diagnostic[], ReadonlyMap<string, readonly Diagnostic[]>>();
const none: readonly Diagnostic[] = [];

/** Diagnostics at one node, its ports and the edges into it. */
export function diagnosticsAt(diagnostics: readonly Diagnostic[], node: string): readonly Diagnostic[] {
  let map = byNode.get(diagnostics);
  if (map === undefined) {
    map = Map.groupBy(diagnostics, (diagnostic) => diagnostic.node ?? diagnostic.edge?.to.node ?? '');
    byNode.set(diagnostics, map);
  }
  return map.get(node) ?? none;
}
