import { extname } from 'node:path';

import { Hono, type Context } from 'hono';

import { answerFile } from '../../file-answer.ts';
import { readBytes } from '../../read-bytes.ts';
import { assetPolicy } from '../../security-headers.ts';
import { badRequest, ComfyError } from '../comfy-error.ts';
import type { UserData, UserFile } from './user-data.ts';

/** Bytes of one file. */
const fileLimit = 16 * 1024 * 1024;

const isTrue = (text: string | undefined): boolean =>
  ['true', '1', 'yes'].includes((text ?? '').toLowerCase());

const conflict = (): ComfyError =>
  new ComfyError(409, { type: 'exists', message: 'A file of that name exists already.' });
const forbidden = (): ComfyError =>
  new ComfyError(403, { type: 'forbidden', message: 'That place is not for user data.' });
const missing = (): ComfyError =>
  new ComfyError(404, { type: 'not_found', message: 'There is no such file.' });

const info = ({ path, size, modified }: UserFile) => ({
  path,
  size,
  modified: modified / 1000,
  created: modified / 1000,
});

/** `/userdata`: files that a client keeps for its user; `/v2/userdata` lists them in more words. */
export function userRoutes(files: UserData): Hono {
  const answer = (context: Context, result: UserFile | 'exists' | 'forbidden' | 'missing') => {
    if (result === 'exists') throw conflict();
    if (result === 'forbidden') throw forbidden();
    if (result === 'missing') throw missing();
    return context.json(isTrue(context.req.query('full_info')) ? info(result) : result.path);
  };
  /** Clients encode the slashes of a path, so that it is one part. */
  const fileOf = (context: Context, name = 'file'): string => {
    const path = context.req.param(name) ?? '';
    if (path === '') throw badRequest('invalid_request', 'No file is named.');
    return path;
  };
  const overwrites = (context: Context): boolean => context.req.query('overwrite') !== 'false';

  return new Hono()
    .get('/userdata', async (context) => {
      const { dir, recurse, full_info: full, split } = context.req.query();
      if (dir === undefined || dir === '') throw badRequest('invalid_request', 'Say which folder: dir=NAME.');
      const found = await files.list(dir, isTrue(recurse));
      if (found === undefined) throw missing();
      const plain = found.filter(({ isFolder }) => !isFolder);
      if (isTrue(full)) return context.json(plain.map(info));
      return context.json(plain.map(({ path }) => (isTrue(split) ? [path, ...path.split('/')] : path)));
    })
    .get('/v2/userdata', async (context) => {
      const found = await files.list(context.req.query('path') ?? context.req.query('dir') ?? '', false);
      if (found === undefined) throw missing();
      return context.json(
        found.map((file) => ({
          name: file.path.split('/').at(-1),
          path: file.path,
          type: file.isFolder ? 'directory' : 'file',
          ...(file.isFolder ? {} : { size: file.size, modified: file.modified / 1000 }),
        })),
      );
    })
    .post('/userdata/:file/move/:dest', async (context) =>
      answer(context, await files.move(fileOf(context), fileOf(context, 'dest'), overwrites(context))),
    )
    .get('/userdata/:file', async (context) => {
      const path = await files.find(fileOf(context));
      const json = path !== undefined && extname(path) === '.json';
      const found =
        path === undefined
          ? undefined
          : await answerFile(context, {
              path,
              type: json ? 'application/json' : 'application/octet-stream',
              cacheControl: 'no-cache',
              headers: {
                'Content-Security-Policy': assetPolicy,
                ...(json ? {} : { 'Content-Disposition': 'attachment' }),
              },
            });
      if (found === undefined) throw missing();
      return found;
    })
    .post('/userdata/:file', async (context) => {
      const bytes = await readBytes(context, fileLimit);
      return answer(context, await files.write(fileOf(context), bytes, overwrites(context)));
    })
    .delete('/userdata/:file', async (context) => {
      if (!(await files.remove(fileOf(context)))) throw missing();
      return context.body(null, 204);
    });
}
