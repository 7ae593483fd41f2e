import type { ImageRequest } from '../model/image-model.ts';
import type { NodeContext } from './context.ts';
import type { Port, PortValue } from './port.ts';

export type Ports = Readonly<Record<string, Port>>;

type ValueOf<P> =
  P extends Port<infer Value, infer Many, infer Optional>
    ? Many extends 'many'
      ? readonly Value[]
      : Optional extends true
        ? Value | undefined
        : Value
    : never;

/** What `execute` receives: one value a mapped input, a list a gathering one. Values are immutable. */
export type InputValues<Inputs extends Ports> = { readonly [Name in keyof Inputs]: ValueOf<Inputs[Name]> };
/** What `execute` returns: one value or a list, as the output's cardinality says. */
export type OutputValues<Outputs extends Ports> = {
  readonly [Name in keyof Outputs]: ValueOf<Outputs[Name]>;
};

/**
 * `pure`: deterministic, free to run again, memoised. `paid`: buys from a provider; journalled, never re-sent
 * blindly, memoised, and must declare what it buys. `save`: a root of every plan; always runs.
 */
export type Effect = 'pure' | 'paid' | 'save';

/** What one execution of a paid node is about to buy, so that it can be priced, checked and capped first. */
export interface Purchases {
  readonly requests: readonly ImageRequest[];
  /** Sentences for a person, shown at the node before and during the run. */
  readonly warnings?: readonly string[];
}

interface Common<Inputs extends Ports, Outputs extends Ports> {
  /** PascalCase; the file is named after it in kebab-case. */
  readonly type: string;
  /** Counts up when the same inputs give another result; part of every fingerprint. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly category: 'input' | 'generate' | 'images' | 'output' | (string & {});
  /** Further words that the node search finds it by. */
  readonly aliases?: readonly string[];
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** Problems of literals that no single port can see; a sentence per input. Must be pure. */
  readonly check?: (
    inputs: InputValues<Inputs>,
  ) => readonly { input: keyof Inputs & string; message: string }[];
  readonly execute: (
    context: NodeContext,
    inputs: InputValues<Inputs>,
  ) => OutputValues<Outputs> | Promise<OutputValues<Outputs>>;
}

interface Paid<Inputs extends Ports> {
  readonly effect: 'paid';
  readonly estimate: (inputs: InputValues<Inputs>) => Purchases;
}

interface Unpaid {
  readonly effect: 'pure' | 'save';
}

/** What an author writes. */
export type NodeDraft<Inputs extends Ports, Outputs extends Ports> = Common<Inputs, Outputs> &
  (Paid<Inputs> | Unpaid);

/** A definition as the engine holds it: the static types of the author's ports are gone, their rules are not. */
export interface NodeDefinition {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly aliases: readonly string[];
  readonly effect: Effect;
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly check?: (inputs: AnyValues) => readonly { input: string; message: string }[];
  readonly estimate?: (inputs: AnyValues) => Purchases;
  readonly execute: (context: NodeContext, inputs: AnyValues) => AnyValues | Promise<AnyValues>;
  /**
   * Where `execute` always answers later, because the node's code runs in a thread: computes at once, or undefined when
   * that needs a run. The loader adds it; authors never do.
   */
  readonly computeNow?: (
    inputs: AnyValues,
  ) => { readonly outputs: AnyValues; readonly warnings: readonly string[] } | undefined;
}

export type AnyValues = Readonly<Record<string, PortValue | readonly PortValue[] | undefined>>;

/** Defines a node. Types flow from `inputs` into `execute` and back from `outputs`. */
export function defineNode<const Inputs extends Ports, const Outputs extends Ports>(
  draft: NodeDraft<Inputs, Outputs>,
): NodeDefinition {
  // The engine checks every value against the ports' rules before and after it calls, which makes the wider view sound.
  return { aliases: [], ...draft } as unknown as NodeDefinition;
}
