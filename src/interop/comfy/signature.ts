import { z } from 'zod';

import { isRecord, type JsonRecord } from '../values.ts';
import { coreWidgets } from './core-widgets.ts';

/** One widget of a class, in the order of its values in a file. */
export interface WidgetSpec {
  readonly name: string;
  /** Followed by the value of a control that steps it after each run. */
  readonly stepped: boolean;
  /** Widgets that each choice brings along. */
  readonly branches?: ReadonlyMap<string, Signature>;
}

export type Signature = readonly WidgetSpec[];

/** Widgets by class, for files that do not name their values. */
export type Signatures = ReadonlyMap<string, Signature>;

const widgetTypes = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO']);
const steppedNames = new Set(['seed', 'noise_seed']);

const branchSchema = z.looseObject({ key: z.string(), inputs: z.looseObject({}).catch({}) });

/** Reads the answer of ComfyUI's `/object_info`; classes that cannot be read are left out. */
export function readObjectInfo(value: unknown): Signatures {
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([type, info]): [string, Signature][] => {
      const inputs = isRecord(info) ? info['input'] : undefined;
      return isRecord(inputs) ? [[type, readInputs(inputs, 0)]] : [];
    }),
  );
}

/** How deep choices may bring along choices. */
const deepestBranch = 4;

function readInputs(inputs: JsonRecord, depth: number): Signature {
  return ['required', 'optional'].flatMap((kind) => {
    const list = inputs[kind];
    return isRecord(list)
      ? Object.entries(list).flatMap(([name, spec]) => readWidget(name, spec, depth))
      : [];
  });
}

function readWidget(name: string, spec: unknown, depth: number): WidgetSpec[] {
  if (!Array.isArray(spec)) return [];
  const [type, given] = spec as [unknown, unknown];
  const options = isRecord(given) ? given : {};
  if (options['forceInput'] === true) return [];
  if (type === 'COMFY_DYNAMICCOMBO_V3' && Array.isArray(options['options']) && depth < deepestBranch) {
    const branches = new Map<string, Signature>();
    for (const option of options['options']) {
      const parsed = branchSchema.safeParse(option);
      if (!parsed.success) continue;
      const inner = readInputs(parsed.data.inputs, depth + 1);
      branches.set(
        parsed.data.key,
        inner.map((widget) => ({ ...widget, name: `${name}.${widget.name}` })),
      );
    }
    return [{ name, stepped: false, branches }];
  }
  const isWidget = Array.isArray(type) || (typeof type === 'string' && widgetTypes.has(type));
  if (!isWidget) return [];
  const control = options['control_after_generate'];
  const stepped =
    control === true ||
    typeof control === 'string' ||
    (type === 'INT' && steppedNames.has(name) && control !== false);
  return [{ name, stepped }];
}

const plain = (names: readonly string[]): Signature =>
  names.map((name) => ({ name: name.replace(/\*$/, ''), stepped: name.endsWith('*') }));

const modelWidgets = (...names: readonly string[]): Signature => plain(names.map((name) => `model.${name}`));
const seedreamSize = ['size_preset', 'width', 'height'] as const;

/** Sub-widgets of ByteDance's Seedream node by model, as its versions declare them. */
const seedreamBranches: ReadonlyMap<string, Signature> = new Map([
  ['seedream 5.0 pro', modelWidgets(...seedreamSize)],
  ['seedream 5.0 lite', modelWidgets(...seedreamSize, 'max_images', 'fail_on_partial')],
  ['seedream-4-5-251128', modelWidgets(...seedreamSize, 'max_images', 'fail_on_partial')],
  ['seedream-4-0-250828', modelWidgets(...seedreamSize, 'max_images', 'fail_on_partial')],
]);

const seedreamSuccessor: Signature = [
  { name: 'prompt', stepped: false },
  { name: 'model', stepped: false, branches: seedreamBranches },
  ...plain(['seed*', 'watermark', 'thinking']),
];

/** Classes that ComfyUI itself brings, and those that become nodes of ours. */
export const knownSignatures: Signatures = new Map<string, Signature>([
  ...Object.entries(coreWidgets).map(([type, names]): [string, Signature] => [type, plain(names.split(' '))]),
  [
    'ByteDanceSeedreamNode',
    plain([
      'model',
      'prompt',
      ...seedreamSize,
      'sequential_image_generation',
      'max_images',
      'seed*',
      'watermark',
      'fail_on_partial',
    ]),
  ],
  ['ByteDanceSeedreamNodeV2', seedreamSuccessor],
  ['ByteDanceSeedreamNodeV3', seedreamSuccessor],
  ['SaveImageAdvanced', plain(['filename_prefix', 'format'])],
  ['WaveSpeedAI Client', plain(['api_key'])],
  ['WaveSpeedAI Task Submit', plain(['wait_for_completion', 'max_wait_time', 'poll_interval'])],
  ['WaveSpeedAI SeedreamV3Node', plain(['prompt', 'width', 'height', 'seed*', 'guidance_scale'])],
  ['Seed (rgthree)', plain(['seed'])],
  ['easy seed', plain(['seed*'])],
  ['CR Seed', plain(['seed*'])],
  ['Seed Generator', plain(['seed*'])],
  ['INTConstant', plain(['value'])],
  ['Int Literal', plain(['int'])],
  ['easy int', plain(['value'])],
  ['String Literal', plain(['string'])],
  ['StringConstant', plain(['string'])],
  ['StringConstantMultiline', plain(['string', 'strip_newlines'])],
  ['Text Multiline', plain(['text'])],
  ['CR Text', plain(['text'])],
  ['ttN text', plain(['text'])],
  ['easy positive', plain(['positive'])],
]);
