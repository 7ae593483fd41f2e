import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Duration } from '#core/api/durations.ts';
import type { GalleryImage, GalleryPage } from '#core/api/gallery.ts';

import { readDurations } from './durations.ts';
import { clearGallery, prepareGallery } from './gallery-schema.ts';
import { createGalleryWriter, type GalleryWriter } from './gallery-writer.ts';
import { readImage } from './read-image.ts';

/** Which images are asked for. Left out: all of them that are not in the bin. */
export interface GalleryFilter {
  /** Name of the workflow's file, or of the workflow when it has none. */
  readonly workflow?: string | undefined;
  readonly node?: string | undefined;
  readonly run?: string | undefined;
  readonly favourite?: boolean;
  /** True: those in the bin, and no others. */
  readonly bin?: boolean;
}

/** Every image that runs made, in a file of its own beside the journal. */
export interface Gallery {
  /** Newest first, after the image `before`. */
  page(filter: GalleryFilter, options: { before?: string | undefined; limit: number }): GalleryPage;
  /** The named images, in the order asked for; unknown ids are left out. */
  find(ids: readonly string[]): readonly GalleryImage[];
  /** Kept for good. Answers with how many of the ids are images. */
  mark(
    ids: readonly string[],
    change: { favourite?: boolean | undefined; binned?: boolean | undefined },
  ): number;
  durations(): readonly Duration[];
  /** The last event that is in the index. */
  seq(): number;
  clear(): void;
  readonly writer: GalleryWriter;
  close(): void;
}

/**
 * Opens `gallery.db` in the data folder. All but the marks is derived from events and may be deleted at any time. An
 * index may lag behind a power cut by a few events, which are then read again; marks are synced at once.
 */
export async function openGallery(dataFolder: string): Promise<Gallery> {
  await mkdir(dataFolder, { recursive: true });
  const database = new DatabaseSync(join(dataFolder, 'gallery.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  prepareGallery(database);
  let statements = prepareStatements(database);

  return {
    page(filter, { before, limit }) {
      const { where, values } = conditionOf(filter);
      const place = before === undefined ? undefined : statements.place.get(before);
      const after = place === undefined ? '' : 'and (seq, id) < (:seq, :id)';
      const rows = database
        .prepare(`select * from image where ${where} ${after} order by seq desc, id desc limit :limit`)
        .all({
          ...values,
          limit: limit + 1,
          ...(place === undefined ? {} : { seq: Number(place['seq']), id: String(before) }),
        });
      const count = database.prepare(`select count(*) as total from image where ${where}`).get(values);
      const images = rows.slice(0, limit).map((row) => readImage(row));
      return {
        images,
        next: rows.length > limit ? (images.at(-1)?.id ?? null) : null,
        total: Number(count?.['total'] ?? 0),
      };
    },
    find: (ids) =>
      ids.flatMap((id) => {
        const row = statements.one.get(id);
        return row === undefined ? [] : [readImage(row)];
      }),
    mark(ids, { favourite, binned }) {
      let found = 0;
      // A person's decision is no index: it has to survive a power cut.
      database.exec('pragma synchronous = full; begin immediate');
      try {
        for (const id of ids) {
          if (statements.one.get(id) === undefined) continue;
          found += 1;
          statements.keepMark.run({ id });
          if (favourite !== undefined) statements.favourite.run({ id, value: Number(favourite) });
          if (binned !== undefined) statements.binned.run({ id, value: Number(binned) });
          statements.applyMark.run({ id });
        }
        database.exec('commit; pragma synchronous = normal');
      } catch (error) {
        database.exec('rollback; pragma synchronous = normal');
        throw error;
      }
      return found;
    },
    durations: () => readDurations(database),
    seq: () => Number(statements.seq.get()?.['seq'] ?? 0),
    clear: () => {
      clearGallery(database);
      statements = prepareStatements(database);
    },
    get writer() {
      return statements.writer;
    },
    close: () => database.close(),
  };
}

const prepareStatements = (database: DatabaseSync) => ({
  place: database.prepare('select seq from image where id = ?'),
  one: database.prepare('select * from image where id = ?'),
  seq: database.prepare('select seq from progress'),
  keepMark: database.prepare('insert or ignore into mark (id) values (:id)'),
  favourite: database.prepare('update mark set favourite = :value where id = :id'),
  binned: database.prepare('update mark set binned = :value where id = :id'),
  applyMark: database.prepare(
    'update image set (favourite, binned) = (select favourite, binned from mark where id = :id) where id = :id',
  ),
  writer: createGalleryWriter(database),
});

function conditionOf({ workflow, node, run, favourite, bin }: GalleryFilter): {
  where: string;
  values: Record<string, string>;
} {
  const parts = [`binned = ${bin === true ? 1 : 0}`];
  const values: Record<string, string> = {};
  if (favourite === true) parts.push('favourite = 1');
  if (workflow !== undefined) {
    parts.push('coalesce(workflow_file, workflow) = :workflow');
    values['workflow'] = workflow;
  }
  if (node !== undefined) {
    parts.push('node = :node');
    values['node'] = node;
  }
  if (run !== undefined) {
    parts.push('run = :run');
    values['run'] = run;
  }
  return { where: parts.join(' and '), values };
}
