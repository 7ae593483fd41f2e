/** `[type, options]`, or `[choices, options]` for a list to choose from. */
export type InputInfo = readonly [
  type: string | readonly string[],
  options?: Readonly<Record<string, unknown>>,
];

/** A node class as `GET /object_info` describes it. */
export interface ClassInfo {
  readonly input: {
    readonly required: Readonly<Record<string, InputInfo>>;
    readonly optional: Readonly<Record<string, InputInfo>>;
    readonly hidden: Readonly<Record<string, unknown>>;
  };
  readonly input_order: { readonly required: readonly string[]; readonly optional: readonly string[] };
  readonly is_input_list: boolean;
  readonly output: readonly string[];
  readonly output_is_list: readonly boolean[];
  readonly output_name: readonly string[];
  readonly output_tooltips: readonly string[];
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly category: string;
  readonly python_module: string;
  readonly output_node: boolean;
  readonly deprecated: boolean;
  readonly experimental: boolean;
  readonly api_node: boolean;
  readonly search_aliases: readonly string[];
}

export interface ClassFacts {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly category: string;
  readonly required?: Readonly<Record<string, InputInfo>>;
  readonly optional?: Readonly<Record<string, InputInfo>>;
  readonly outputs?: readonly { readonly type: string; readonly name: string; readonly isList?: boolean }[];
  readonly aliases?: readonly string[];
  readonly outputNode?: boolean;
  readonly deprecated?: boolean;
  /** Whether it calls a provider. */
  readonly paid?: boolean;
  readonly gathers?: boolean;
  readonly module: string;
}

/** Fills in what most classes have in common. */
export function describeClass(facts: ClassFacts): ClassInfo {
  const { required = {}, optional = {}, outputs = [] } = facts;
  return {
    input: { required, optional, hidden: {} },
    input_order: { required: Object.keys(required), optional: Object.keys(optional) },
    is_input_list: facts.gathers ?? false,
    output: outputs.map(({ type }) => type),
    output_is_list: outputs.map(({ isList }) => isList ?? false),
    output_name: outputs.map(({ name }) => name),
    output_tooltips: outputs.map(({ name }) => name),
    name: facts.name,
    display_name: facts.title,
    description: facts.description ?? '',
    category: facts.category,
    python_module: facts.module,
    output_node: facts.outputNode ?? false,
    deprecated: facts.deprecated ?? false,
    experimental: false,
    api_node: facts.paid ?? false,
    search_aliases: facts.aliases ?? [],
  };
}
