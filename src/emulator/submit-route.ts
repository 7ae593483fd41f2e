import { canonicalJson, sha256 } from './canonical-json.ts';
import { breakEarly, jsonObject, withFaults, type WireContext } from './door.ts';
import { record, type World } from './world.ts';

/** Answers the paid POST of a provider under its faults; a submit that made nothing is written down as refused. */
export async function answerSubmit(
  world: World,
  c: WireContext,
  options: { provider: 'runcomfy' | 'wavespeed'; model: string; submit: () => Promise<Response> },
): Promise<Response> {
  const { provider, model, submit } = options;
  const early = await breakEarly(world, c, { provider, call: 'submit', model }, submit);
  if (early !== undefined) return early;
  const body = await jsonObject(c);
  const prompt = typeof body?.['prompt'] === 'string' ? body['prompt'] : undefined;
  return withFaults(world, c, { provider, call: 'submit', model, prompt }, async () => {
    const answer = await submit();
    if (!answer.ok)
      record(world, [
        {
          type: 'refused',
          at: world.clock.now(),
          family: provider,
          model,
          status: answer.status,
          bodyHash: sha256(canonicalJson(body ?? null)),
        },
      ]);
    return answer;
  });
}
