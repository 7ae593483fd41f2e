import type { NodeDescriptor } from '#core/node/descriptor.ts';

/** How well one text answers a query: 0 for not at all. Starts of words count more than their middles. */
export function scoreText(text: string, query: string): number {
  const place = text.indexOf(query);
  // The more of the text the query covers, the better: "prom" means Prompt before Prompt Template.
  if (place === 0) return 80 + (20 * query.length) / text.length;
  if (place > 0) return /[^a-z0-9]/.test(text.charAt(place - 1)) ? 60 : 40;
  return initials(text).startsWith(query) && query.length > 1 ? 50 : scattered(text, query);
}

const initials = (text: string): string =>
  text
    .split(/[^a-z0-9]+/)
    .map((word) => word.charAt(0))
    .join('');

/** All letters in order, but not side by side: a weak answer that forgives a slip. */
function scattered(text: string, query: string): number {
  if (query.length < 3) return 0;
  let place = -1;
  for (const letter of query) {
    place = text.indexOf(letter, place + 1);
    if (place === -1) return 0;
  }
  return 10;
}

/** How well a node type answers a query: by title, name, alias, category, description or port type. Every word of the query has to be answered somewhere. */
export function scoreNode(descriptor: NodeDescriptor, query: string): number {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const title = descriptor.title.toLowerCase();
  const others = [descriptor.type, ...descriptor.aliases].map((name) => name.toLowerCase());
  const ports = [...descriptor.inputs, ...descriptor.outputs].map(({ portType }) => portType);
  const further = [descriptor.category, descriptor.description, ...ports].map((text) => text.toLowerCase());
  let total = 0;
  for (const word of words) {
    const best = Math.max(
      scoreText(title, word) * 2,
      ...others.map((name) => scoreText(name, word)),
      ...further.map((text) => (text.includes(word) ? 5 : 0)),
    );
    if (best === 0) return 0;
    total += best;
  }
  return total / words.length;
}

/** The node types that answer a query, best first; all of them, in their order, for an empty one. */
export function searchNodes(
  descriptors: readonly NodeDescriptor[],
  query: string,
): readonly NodeDescriptor[] {
  return descriptors
    .map((descriptor) => ({ descriptor, score: scoreNode(descriptor, query) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ descriptor }) => descriptor);
}

/** Categories in the order of work, others after them by name. */
const categoryOrder = ['input', 'generate', 'images', 'output'];

/** Node types by category. */
export function groupByCategory(
  descriptors: readonly NodeDescriptor[],
): readonly { category: string; nodes: readonly NodeDescriptor[] }[] {
  const rank = (category: string): number => {
    const place = categoryOrder.indexOf(category);
    return place === -1 ? categoryOrder.length : place;
  };
  return [...Map.groupBy(descriptors, ({ category }) => category)]
    .map(([category, nodes]) => ({ category, nodes }))
    .toSorted((a, b) => rank(a.category) - rank(b.category) || a.category.localeCompare(b.category));
}
