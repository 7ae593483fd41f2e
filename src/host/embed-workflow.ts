import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import { planImageTexts } from '#interop/images/image-metadata.ts';
import { workflowTexts } from '#interop/workflow-texts.ts';
import type { Embed } from '#platform/outputs/embed.ts';

/** Runs whose texts are kept at hand: one run saves many images. */
const keptRuns = 8;

type Texts = ReadonlyMap<string, string> | undefined;

/** Embeds the workflow of a run into what it saves. A run that cannot be read embeds nothing; its images are saved all the same. */
export function makeEmbed(source: {
  isOn(): boolean;
  catalog(): DescriptorCatalog;
  documentOf(run: string): Promise<WorkflowDocument | undefined>;
  holdsSecret(text: string): boolean;
}): Embed {
  const known = new Map<string, Promise<Texts>>();

  async function build(run: string): Promise<Texts> {
    const document = await source.documentOf(run);
    if (document === undefined) return undefined;
    return workflowTexts(document, source.catalog(), (text) => source.holdsSecret(text));
  }

  function textsOf(run: string): Promise<Texts> {
    let texts = known.get(run);
    if (texts === undefined) {
      texts = build(run).catch(() => undefined);
      known.set(run, texts);
      const [oldest] = known.keys();
      if (known.size > keptRuns && oldest !== undefined) known.delete(oldest);
    }
    return texts;
  }

  return async (image, run) => {
    const texts = source.isOn() ? await textsOf(run) : undefined;
    // A key may have been set since the texts were built.
    if (texts === undefined || [...texts.values()].some((text) => source.holdsSecret(text))) return undefined;
    return planImageTexts(image, texts);
  };
}
