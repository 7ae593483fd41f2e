import { randomUUID } from 'node:crypto';

import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { z } from 'zod';

import type { StartJob } from '#core/api/jobs.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { Host, StartRunResult } from '#host/host.ts';

import { badRequest, ComfyError, type NodeErrors } from './comfy-error.ts';
import { danglingLinks, describeNodeErrors, promptClasses, refusalOf } from './node-errors.ts';
import { objectInfo } from './object-info/object-info.ts';
import type { PromptStories } from './prompt-stories.ts';
import { readBody } from './read-body.ts';

const bodySchema = z.looseObject({
  prompt: z.record(z.string(), z.unknown()).optional(),
  prompt_id: z.string().nullish(),
  client_id: z.string().max(256).nullish(),
  number: z.number().nullish(),
  front: z.boolean().nullish(),
  extra_data: z.record(z.string(), z.unknown()).nullish(),
  partial_execution_targets: z.array(z.coerce.string()).nullish(),
});
type Body = z.infer<typeof bodySchema>;

/** As the current server of ComfyUI wants it. */
const promptId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Keys and tokens that clients send along; they are neither used nor kept. */
const secretName = /api_?key|token|secret|password|authorization/i;

/** `/prompt`: what waits, and one more. */
export function promptRoutes({ host, stories }: { host: Host; stories: PromptStories }): Hono {
  let last = 0;

  return new Hono()
    .get('/prompt', (context) => context.json({ exec_info: { queue_remaining: stories.openRuns().length } }))
    .post('/prompt', async (context: Context<{ Bindings: HttpBindings }>) => {
      const body = parseBody(await readBody(context));
      const id = body.prompt_id ?? randomUUID();
      const clientId = body.client_id ?? undefined;
      const workflow = readWorkflow(body, host);
      const story = stories.expect(id, clientId);
      try {
        const number = last + 1;
        const started = await start(host, {
          id,
          workflow,
          body,
          prompt: {
            ...(clientId === undefined ? {} : { clientId }),
            extraData: withoutSecrets(body.extra_data ?? {}),
            number: body.number ?? (body.front === true ? -number : number),
          },
        });
        last = number;
        if (body.front === true)
          host.queue.move(id, host.queue.read().runs.find((run) => run !== id) ?? null);
        const record = await host.readRun(id);
        if (started.created) afterAnswer(context, () => story?.tell(record?.nodeIds ?? {}));
        else story?.forget();
        return context.json({
          prompt_id: id,
          number: record?.prompt?.number ?? number,
          node_errors: started.nodeErrors,
        });
      } catch (error) {
        story?.forget();
        throw error;
      }
    });
}

/** Runs once the last byte of the answer was handed to the network, or the client is gone. */
function afterAnswer(context: Context<{ Bindings: HttpBindings }>, then: () => void): void {
  const { outgoing } = context.env;
  if (outgoing.closed) then();
  else outgoing.once('close', then);
}

function parseBody(value: unknown): Body {
  const parsed = bodySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest(
      'invalid_request',
      `${issue?.path.join('.') ?? 'The body'}: ${issue?.message ?? 'not understood'}.`,
    );
  }
  const { prompt_id: id } = parsed.data;
  if (typeof id === 'string' && !promptId.test(id))
    throw badRequest('invalid_prompt_id', 'A prompt_id has to be a UUID in lower case.');
  return parsed.data;
}

/** The prompt, or the workflow as ComfyUI's editor saves it: both run. */
function readWorkflow(
  { prompt, partial_execution_targets: targets }: Body,
  host: Host,
): Readonly<Record<string, unknown>> {
  if (prompt === undefined) throw badRequest('no_prompt', 'No prompt provided.');
  if ('nodes' in prompt && ('links' in prompt || 'format' in prompt)) return prompt;
  const known = objectInfo(host.catalog.current().descriptors);
  const outputs: string[] = [];
  for (const { id, type, title } of promptClasses(prompt)) {
    const info = type === undefined ? undefined : known.get(type);
    if (info?.output_node === true) outputs.push(id);
    if (info !== undefined) continue;
    throw new ComfyError(400, {
      type: 'missing_node_type',
      message:
        type === undefined
          ? `Node ${id} has no class_type.`
          : `Node '${title ?? type}' not found. There is no node class "${type}" here.`,
      details: `Node ID '#${id}'`,
      extra_info: { node_id: id, class_type: type ?? null, node_title: title ?? null },
    });
  }
  if (outputs.length === 0) throw badRequest('prompt_no_outputs', 'Prompt has no outputs.');
  const dangling = danglingLinks(prompt, known, targets ?? outputs);
  if (Object.keys(dangling).length > 0) throw refusalOf([], dangling);
  return prompt;
}

interface Starting {
  readonly id: string;
  readonly workflow: Readonly<Record<string, unknown>>;
  readonly body: Body;
  readonly prompt: { clientId?: string; extraData: Record<string, unknown>; number: number };
}

/** Starts what can be started: outputs that do not validate are left out as long as one of them does. */
async function start(
  host: Host,
  { id, workflow, body, prompt }: Starting,
): Promise<{ created: boolean; nodeErrors: NodeErrors }> {
  const targets = body.partial_execution_targets ?? undefined;
  const request = (targets: readonly string[] | undefined): StartJob => ({
    workflow: { ...workflow },
    ...(targets === undefined ? {} : { targets: [...targets] }),
  });
  const options = { prompt: { id, origin: prompt, body } };
  const all = await host.startRun(request(targets), options);
  if (all.type !== 'refused') return { created: isCreated(all), nodeErrors: {} };
  const errors = all.diagnostics;
  const sound = await soundOutputs(host, workflow, targets);
  const nodeErrors = describeNodeErrors(workflow, { errors, catalog: host.catalog.current().descriptors });
  const some = sound.length === 0 ? undefined : await host.startRun(request(sound), options);
  if (some === undefined || some.type === 'refused') throw refusalOf(errors, nodeErrors);
  return { created: isCreated(some), nodeErrors };
}

/** Whether this start made the run, or found that an equal one had. */
function isCreated(result: Exclude<StartRunResult, { type: 'refused' }>): boolean {
  switch (result.type) {
    case 'started':
      return result.created;
    case 'over-cap':
      throw new ComfyError(402, { type: 'over_cap', message: result.message });
    case 'key-reused':
      throw new ComfyError(422, {
        type: 'prompt_id_reused',
        message: 'This prompt_id was used before with another prompt.',
      });
    case 'queue-full':
      throw new ComfyError(429, { type: 'queue_full', message: result.message });
  }
}

/** Outputs that are asked one by one; a prompt has a handful. */
const askedOutputs = 100;

async function soundOutputs(
  host: Host,
  workflow: Readonly<Record<string, unknown>>,
  targets: readonly string[] | undefined,
): Promise<string[]> {
  const known = objectInfo(host.catalog.current().descriptors);
  const outputs =
    targets ??
    promptClasses(workflow)
      .filter(({ type }) => known.get(type ?? '')?.output_node === true)
      .map(({ id }) => id);
  const sound: string[] = [];
  if (outputs.length < 2) return sound;
  for (const output of outputs.slice(0, askedOutputs)) {
    const { diagnostics } = await host.estimate({ workflow: { ...workflow }, targets: [output] });
    if (!diagnostics.some(({ severity }: Diagnostic) => severity === 'error')) sound.push(output);
  }
  return sound;
}

const withoutSecrets = (extra: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(extra).filter(([name]) => !secretName.test(name) && name !== 'client_id'),
  );
