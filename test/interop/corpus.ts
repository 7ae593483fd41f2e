import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { z } from 'zod';

/** Workflow files of other projects: data that stays outside the repository, beside it. */
export const corpusFolder = resolve('../shared/comfy-corpus');
export const hasCorpus = existsSync(join(corpusFolder, 'manifest.json'));

const fileSchema = z.looseObject({
  file: z.string(),
  expect: z.string(),
  format: z.string(),
  traits: z.array(z.string()),
  nodes: z.number().optional(),
  links: z.number().optional(),
  apiNodes: z.number().optional(),
  apiLinks: z.number().optional(),
});
export type CorpusFile = z.infer<typeof fileSchema>;

export const corpusFiles: readonly CorpusFile[] = hasCorpus
  ? z
      .object({ files: z.array(fileSchema) })
      .parse(JSON.parse(readFileSync(join(corpusFolder, 'manifest.json'), 'utf8'))).files
  : [];

export const readCorpus = (file: string): Buffer => readFileSync(join(corpusFolder, file));
export const corpusJson = (name: string): unknown => {
  const file = corpusFiles.find((each) => each.file.endsWith(name));
  return file === undefined ? undefined : JSON.parse(readCorpus(file.file).toString('utf8'));
};
