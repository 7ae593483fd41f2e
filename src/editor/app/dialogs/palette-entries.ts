import type { SavedWorkflow } from '#core/api/workflows.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { scoreText } from '../../palette/score-nodes.ts';
import { addNodeOf } from '../commands/add-node.ts';
import { commandTable } from '../commands/command-table.ts';
import type { Command } from '../commands/command.ts';
import { openDocument, openFile } from '../commands/workflow-files.ts';
import type { Editor } from '../editor.ts';

/** One thing that the palette finds. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** Other words it answers to. */
  readonly aliases: readonly string[];
  /** What it is, as a person reads it. */
  readonly kind: string;
  readonly command?: Command;
  run(): void;
}

/** Everything that can be found now. */
export function paletteEntries(
  editor: Editor,
  { catalog, saved }: { catalog: DescriptorCatalog; saved: readonly SavedWorkflow[] },
): readonly PaletteEntry[] {
  const { document, session } = editor;
  const { tabs, active } = document.getState();
  return [
    ...commandTable
      .filter((command) => command.id !== 'command-palette' && command.enabled?.(editor) !== false)
      .map((command) => ({
        id: `command ${command.id}`,
        title: command.title,
        aliases: [],
        kind: command.group,
        command,
        run: () => void command.run(editor),
      })),
    ...[...catalog.values()].map((descriptor) => ({
      id: `node ${descriptor.type}`,
      title: descriptor.title,
      aliases: [descriptor.type, ...descriptor.aliases, 'add'],
      kind: 'Add node',
      run: () => addNodeOf(editor, descriptor),
    })),
    ...tabs
      .filter(({ id }) => id !== active)
      .map(({ id, history }) => ({
        id: `tab ${id}`,
        title: history.present.name,
        aliases: ['tab'],
        kind: 'Open tab',
        run: () => document.activate(id),
      })),
    ...saved.map(({ file, name }) => ({
      id: `file ${file}`,
      title: file,
      aliases: [name, 'open'],
      kind: 'Workflow',
      run: () => void openFile(editor, file),
    })),
    ...session.getState().templates.map((template) => ({
      id: `template ${template.id}`,
      title: template.title,
      aliases: [template.description, 'new'],
      kind: 'Template',
      run: () => openDocument(editor, template.document),
    })),
  ];
}

/** Longest list that is shown; who types one more letter sees the rest. */
const shownEntries = 80;

/** The entries that answer a query, best first; every word has to be answered. All of them for an empty one. */
export function findEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.slice(0, shownEntries);
  return entries
    .map((entry) => ({ entry, score: scoreEntry(entry, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, shownEntries)
    .map(({ entry }) => entry);
}

function scoreEntry({ title, aliases, kind }: PaletteEntry, words: readonly string[]): number {
  const others = [...aliases, kind].map((text) => text.toLowerCase());
  const scores = words.map((word) =>
    Math.max(scoreText(title.toLowerCase(), word) * 2, ...others.map((text) => scoreText(text, word))),
  );
  return Math.min(...scores) === 0 ? 0 : scores.reduce((total, score) => total + score, 0);
}
