/** What an import can have to say. Programs decide by these, people read the message. */
export const reportCodes = [
  'mapped',
  'placeholder',
  'subgraph-flattened',
  'reroute-dissolved',
  'primitive-copied',
  'value-changed',
  'image-to-pick',
  'values-unnamed',
  'links-repaired',
  'link-dropped',
  'id-changed',
  'unreadable-kept',
  'key-removed',
  'edited-elsewhere',
] as const;
export type ReportCode = (typeof reportCodes)[number];

/** One thing that an import did, with the nodes of the document that it concerns. */
export interface ReportNote {
  readonly code: ReportCode;
  /** One plain sentence, or a few. */
  readonly message: string;
  readonly nodes: readonly string[];
}

export type ImportReport = readonly ReportNote[];

/** Collects what happens during one import. */
export interface ReportBuilder {
  add(code: ReportCode, entry: { node?: string; detail?: string }): void;
  /** One note per code, in the order of the codes; ids pass through `rename`, from the file's to the document's. */
  finish(rename?: (node: string) => string): ImportReport;
}

/** How many details a sentence names before it says how many more there are. */
const namedDetails = 8;
/** How many nodes a note lists. */
const listedNodes = 500;

interface Gathered {
  readonly count: number;
  readonly details: string;
  readonly sentences: string;
}

const many = (count: number, one: string, more = `${one}s`): string =>
  count === 1 ? `One ${one}` : `${count} ${more}`;

const sentence: Readonly<Record<ReportCode, (gathered: Gathered) => string>> = {
  mapped: ({ count, details }) => `${many(count, 'ComfyUI node')} became Batchwork's own: ${details}.`,
  placeholder: ({ count, details }) =>
    `${many(count, 'node stays a placeholder', 'nodes stay placeholders')}, kept whole but not run here: ${details}.`,
  'subgraph-flattened': ({ count, details }) =>
    `${many(count, 'subgraph was', 'subgraphs were')} replaced by the nodes inside: ${details}.`,
  'reroute-dissolved': ({ count }) =>
    `${many(count, 'reroute')} became direct edges; the ${count === 1 ? 'original is' : 'originals are'} kept in the file.`,
  'primitive-copied': ({ count, details }) =>
    `${many(count, 'primitive')} became the value of what it fed: ${details}.`,
  'value-changed': ({ sentences }) => sentences,
  'image-to-pick': ({ count, details }) =>
    `${many(count, 'image has', 'images have')} to be picked again, because a workflow names files without carrying them: ${details}.`,
  'values-unnamed': ({ count, details }) =>
    `${many(count, 'node carries', 'nodes carry')} values without names, kept as they are: ${details}.`,
  'links-repaired': ({ count }) =>
    `The table of links disagreed with the nodes in ${count === 1 ? 'one place' : `${count} places`}; the nodes were believed.`,
  'link-dropped': ({ count, details }) =>
    `${many(count, 'link leads', 'links lead')} nowhere and ${count === 1 ? 'was' : 'were'} left out: ${details}.`,
  'id-changed': ({ count, details }) =>
    `${many(count, 'node got a new id', 'nodes got new ids')}, because two were the same or unfit: ${details}.`,
  'unreadable-kept': ({ count, details }) =>
    `${many(count, 'part of the file could', 'parts of the file could')} not be read and ${count === 1 ? 'is' : 'are'} kept as ${count === 1 ? 'it was' : 'they were'}: ${details}.`,
  'key-removed': ({ count }) =>
    `${many(count, 'API key was', 'API keys were')} left out. Keys are set under Providers and never stand in a workflow.`,
  'edited-elsewhere': () =>
    'The file was changed by another program since Batchwork wrote it; those changes were taken in.',
};

export function createReport(): ReportBuilder {
  const entries = new Map<ReportCode, { nodes: Set<string>; details: Map<string, number>; count: number }>();
  return {
    add(code, { node, detail }) {
      let entry = entries.get(code);
      if (entry === undefined)
        entries.set(code, (entry = { nodes: new Set(), details: new Map(), count: 0 }));
      entry.count += 1;
      if (node !== undefined) entry.nodes.add(node);
      if (detail !== undefined) entry.details.set(detail, (entry.details.get(detail) ?? 0) + 1);
    },
    finish(rename = (node) => node) {
      return reportCodes.flatMap((code) => {
        const entry = entries.get(code);
        if (entry === undefined) return [];
        const words = [...entry.details].map(([detail, count]) =>
          count === 1 ? detail : `${detail} (${count})`,
        );
        const shown = words.slice(0, namedDetails);
        const rest = words.length - shown.length;
        const gathered = {
          count: entry.count,
          details: [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', '),
          sentences: [...shown, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' '),
        };
        const nodes = [...entry.nodes].slice(0, listedNodes).map(rename);
        return [{ code, message: sentence[code](gathered), nodes }];
      });
    },
  };
}
