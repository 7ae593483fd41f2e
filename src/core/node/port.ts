import { resolutionLabels } from '../model/resolution.ts';
import type { AssetRef } from '../run/asset.ts';
import type { PortRule } from './port-rule.ts';
import type { PortType } from './port-type.ts';
import type { Widget } from './widget.ts';

/** Every value that can travel on an edge; small JSON, images as handles. */
export type PortValue = string | number | boolean | AssetRef;

/** `one` maps: the node executes once per item. `many` gathers: it executes once with all of them. */
export type Cardinality = 'one' | 'many';

/** A connection point of a node, with everything that follows from it. Made by the factories in `port`. */
export interface Port<
  Value extends PortValue = PortValue,
  Many extends Cardinality = Cardinality,
  Optional extends boolean = boolean,
> {
  readonly portType: PortType;
  readonly cardinality: Many;
  readonly optional: Optional;
  readonly rule: PortRule;
  /** Absent where no literal can be typed: the port is fed by an edge alone. */
  readonly widget?: Widget;
  /** Holds when neither an edge nor a literal is given. For `many` ports a list. */
  readonly initial?: Value | readonly Value[];
  readonly label?: string;
  readonly help?: string;
  /** Shown behind "More" on the node, always in the inspector. */
  readonly advanced?: boolean;
  /** Ties the port to its static value type; never present at run time. */
  readonly valueType?: Value;
}

type Words = Pick<Port, 'label' | 'help' | 'advanced'>;
type One<Value extends PortValue> = Port<Value, 'one', false>;

/** Port factories. One call yields port type, value rule, widget and static type together, so that they cannot disagree. */
export const port = {
  text: (
    options: Words & { initial?: string; multiline?: boolean; placeholder?: string; maxLength?: number } = {},
  ): One<string> => {
    const { initial = '', multiline = false, placeholder, maxLength, ...words } = options;
    return {
      portType: 'text',
      cardinality: 'one',
      optional: false,
      rule: { kind: 'text', ...(maxLength === undefined ? {} : { maxLength }) },
      widget: {
        kind: multiline ? 'textarea' : 'text',
        ...(placeholder === undefined ? {} : { placeholder }),
      },
      initial,
      ...words,
    };
  },
  /** A text that has to match `pattern` (a regular expression without flags); `example` is shown in errors. */
  pattern: ({
    pattern,
    example,
    initial,
    widget = { kind: 'text' },
    ...words
  }: Words & { pattern: string; example: string; initial: string; widget?: Widget }): One<string> => ({
    portType: 'text',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'pattern', pattern, example },
    widget,
    initial,
    ...words,
  }),
  integer: ({
    initial,
    min,
    max,
    widget = { kind: 'number' },
    ...words
  }: Words & { initial: number; min?: number; max?: number; widget?: Widget }): One<number> => ({
    portType: 'integer',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'integer', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
    widget,
    initial,
    ...words,
  }),
  number: ({
    initial,
    min,
    max,
    step,
    ...words
  }: Words & { initial: number; min?: number; max?: number; step?: number }): One<number> => ({
    portType: 'number',
    cardinality: 'one',
    optional: false,
    rule: {
      kind: 'number',
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(step === undefined ? {} : { step }),
    },
    widget: { kind: 'number' },
    initial,
    ...words,
  }),
  boolean: ({ initial, ...words }: Words & { initial: boolean }): One<boolean> => ({
    portType: 'boolean',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'boolean' },
    widget: { kind: 'toggle' },
    initial,
    ...words,
  }),
  /** One of a closed list. Travels as text, so that it can be wired too. */
  choice: <const Option extends string>(
    options: readonly Option[],
    { initial, ...words }: Words & { initial?: NoInfer<Option> } = {},
  ): One<Option> => {
    const first = initial ?? options[0];
    return {
      portType: 'text',
      cardinality: 'one',
      optional: false,
      rule: { kind: 'choice', options: [...options] },
      widget: { kind: 'select' },
      ...(first === undefined ? {} : { initial: first }),
      ...words,
    };
  },
  /** A colour as `#rrggbb`. */
  color: ({ initial, ...words }: Words & { initial: string }): One<string> =>
    port.pattern({
      pattern: '^#[0-9a-fA-F]{6}$',
      example: '#ffffff',
      initial,
      widget: { kind: 'color' },
      ...words,
    }),
  /** One of RunComfy's eleven labels, or `WIDTHxHEIGHT`. */
  resolution: ({
    initial = resolutionLabels[2],
    ...words
  }: Words & { initial?: string } = {}): One<string> => ({
    portType: 'resolution',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'resolution' },
    widget: { kind: 'resolution' },
    initial,
    ...words,
  }),
  /** 0 to 2147483647, the range that RunComfy documents. */
  seed: ({ initial = 0, ...words }: Words & { initial?: number } = {}): One<number> => ({
    portType: 'seed',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'integer', min: 0, max: 2_147_483_647 },
    widget: { kind: 'seed' },
    initial,
    ...words,
  }),
  /** An image, fed by an edge. */
  image: (words: Words = {}): One<AssetRef> => ({
    portType: 'image',
    cardinality: 'one',
    optional: false,
    rule: { kind: 'image' },
    ...words,
  }),
  /** Image files that a person picks or uploads; the literal is a list of asset handles. */
  imageFiles: (words: Words = {}): Port<AssetRef, 'many', false> => ({
    portType: 'image',
    cardinality: 'many',
    optional: false,
    rule: { kind: 'image' },
    widget: { kind: 'images' },
    initial: [],
    ...words,
  }),
  /** The same port, gathering or yielding a whole batch. A gathering input has no widget: it is fed by an edge. */
  many: <Value extends PortValue, Optional extends boolean>(
    of: Port<Value, Cardinality, Optional>,
  ): Port<Value, 'many', Optional> => {
    const { widget: _widget, initial: _initial, ...rest } = of;
    return { ...rest, cardinality: 'many' };
  },
  /** The same port, which may stay empty: a mapped input is then undefined, a gathering one an empty list. */
  optional: <Value extends PortValue, Many extends Cardinality>(
    of: Port<Value, Many>,
  ): Port<Value, Many, true> => {
    const { initial: _initial, ...rest } = of;
    return { ...rest, optional: true };
  },
} as const;
