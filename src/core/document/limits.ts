/** What a document may hold; checked by walking, never by recursion, before anything is cloned or parsed further. */
export const documentLimits = {
  /** Nesting of objects and arrays; V8's own JSON.stringify fails at about 10,000. */
  depth: 64,
  /** Values of any kind, the root included; room for as many nodes and edges as are allowed, with their inputs. */
  values: 6_000_000,
  nodes: 200_000,
  edges: 400_000,
  stringLength: 1_048_576,
  keyLength: 256,
} as const;

/** Says in one sentence which limit `value` breaks, or undefined when it keeps all of them. */
export function brokenLimit(value: unknown): string | undefined {
  const stack: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  let values = 0;
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    values += 1;
    if (values > documentLimits.values) return `The file holds more than ${documentLimits.values} values.`;
    const { value: current, depth } = entry;
    if (typeof current === 'string') {
      if (current.length > documentLimits.stringLength)
        return `A text in the file is longer than ${documentLimits.stringLength} characters.`;
      continue;
    }
    if (typeof current !== 'object' || current === null) continue;
    if (depth > documentLimits.depth) return `The file is nested deeper than ${documentLimits.depth} levels.`;
    if (Array.isArray(current)) {
      for (const element of current) stack.push({ value: element, depth: depth + 1 });
      continue;
    }
    for (const [key, element] of Object.entries(current)) {
      if (key.length > documentLimits.keyLength)
        return `A key in the file is longer than ${documentLimits.keyLength} characters.`;
      stack.push({ value: element, depth: depth + 1 });
    }
  }
  return undefined;
}
