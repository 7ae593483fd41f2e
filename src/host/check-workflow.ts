import type { WorkflowDocument } from '#core/document/schema.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import { checkPurchases } from '#engine/check-purchases.ts';
import { plan } from '#engine/plan.ts';
import { validate } from '#engine/validate.ts';
import { keyFile, openKeyStore } from '#platform/keys.ts';
import { makeProviderFetch } from '#platform/network/provider-fetch.ts';
import { loadNodes } from '#platform/node-folder.ts';
import { readSettings } from '#platform/settings.ts';

import { openModels } from './open-models.ts';

/** Every problem of a workflow that can be found without a data folder and without asking anybody. */
export async function checkWorkflow(
  document: WorkflowDocument,
  options: { nodesFolder: string; environment: Readonly<Record<string, string | undefined>> },
): Promise<readonly Diagnostic[]> {
  const settings = readSettings(options.environment);
  const [catalog, keys] = await Promise.all([
    loadNodes(options.nodesFolder),
    openKeyStore({
      file: keyFile(options.environment),
      environment: { runcomfy: settings.runcomfy.key, wavespeed: settings.wavespeed.key },
    }),
  ]);
  const validation = validate(document, catalog.descriptors);
  if (!validation.ok) return validation.diagnostics;
  const planned = plan(validation.workflow, { definitions: catalog.definitions });
  const diagnostics = [...validation.diagnostics, ...planned.diagnostics];
  if (!planned.ok) return diagnostics;
  // Checking sends nothing, so no address is allowed.
  const { fetch } = makeProviderFetch({ origins: new Set() });
  const models = openModels({ settings, keys, fetch, emulatorUrl: 'http://127.0.0.1' });
  const auto = models.resolve('auto').provider;
  return [...diagnostics, ...checkPurchases(planned.plan, { auto }, models)];
}
