import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readTemplates } from '#server/templates.ts';

import { editorPicture } from './editor-picture.ts';
import { openProduct } from './open-product.ts';
import { templatePicture } from './template-picture.ts';

/**
 * Makes the pictures that the README and the template cards show, from the built product and its demo. Names of
 * templates as parameters: only theirs; `editor`: only the README's.
 */
const wanted = new Set(process.argv.slice(2));
const isWanted = (name: string): boolean => wanted.size === 0 || wanted.has(name);

await using product = await openProduct();
// First, so that nothing is known yet and the run of the picture is a real one.
if (isWanted('editor')) await writeFile('public/editor.png', await editorPicture(product.url));
for (const template of await readTemplates('public/templates'))
  if (isWanted(template.id))
    await writeFile(
      join('public/templates', `${template.id}.webp`),
      await templatePicture(product.url, template),
    );
