import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Template } from '#core/api/workflows.ts';
import { parseDocumentText } from '#core/document/parse.ts';

/** `index.json` beside the templates: their order, and words for people. */
const indexSchema = z.strictObject({
  templates: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      title: z.string(),
      description: z.string(),
      /** File name of a picture beside the template. */
      picture: z.string().optional(),
    }),
  ),
});

/** Reads the starter workflows that come with the product. The first is what a new editor opens. */
export async function readTemplates(folder: string): Promise<Template[]> {
  const index = indexSchema.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  return Promise.all(
    index.templates.map(async ({ id, title, description, picture }) => {
      const parsed = parseDocumentText(await readFile(join(folder, `${id}.json`), 'utf8'));
      if (!parsed.ok)
        throw new Error(
          `The template ${id} is broken: ${parsed.diagnostics.map(({ message }) => message).join(' ')}`,
        );
      return {
        id,
        title,
        description,
        picture: picture === undefined ? null : `/templates/${picture}`,
        document: parsed.document,
      };
    }),
  );
}
