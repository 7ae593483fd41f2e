import { isError } from '#core/run/diagnostic.ts';
import { checkWorkflow } from '#host/check-workflow.ts';

import { describeDiagnostic } from '../describe-diagnostic.ts';
import { exitCodes } from '../exit-code.ts';
import { nodesFolder } from '../folders.ts';
import { loadWorkflow, tellImport } from '../load-workflow.ts';

/** Tells every problem of a workflow without running it or asking anybody. */
export async function check(file: string, options: { json?: boolean }): Promise<number> {
  const loaded = await loadWorkflow(file);
  if (loaded.ok) tellImport(loaded.report, options);
  const diagnostics = loaded.ok
    ? await checkWorkflow(loaded.document, { nodesFolder, environment: process.env })
    : loaded.diagnostics;
  for (const diagnostic of diagnostics)
    console.log(
      options.json === true
        ? JSON.stringify({ type: 'diagnostic', ...diagnostic })
        : describeDiagnostic(diagnostic),
    );
  const errors = diagnostics.filter(isError).length;
  if (options.json !== true && diagnostics.length === 0) console.log('No problems found.');
  return errors === 0 ? exitCodes.complete : exitCodes.usage;
}
