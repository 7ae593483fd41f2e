import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { errorCode } from './durable-file.ts';
import { isSafePath } from './outputs/safe-path.ts';

/**
 * The real path of a file or folder below `root`, from a relative path with `/` that came with a request. Undefined
 * when nothing stands there, and for everything that leads out: climbing, absolute names, links.
 */
export async function resolveBelow(root: string, path: string): Promise<string | undefined> {
  if (!isSafePath(path)) return undefined;
  try {
    const [top, found] = await Promise.all([realpath(root), realpath(join(root, ...path.split('/')))]);
    return found.startsWith(top + sep) ? found : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
