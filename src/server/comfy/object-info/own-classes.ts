import { resolutionLabels } from '#core/model/resolution.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import { comfyTypes } from '#interop/comfy/port-types.ts';

import { describeClass, type ClassInfo, type InputInfo } from './class-info.ts';

/** One of our node types as ComfyUI's clients see it. `files` are the input images that can be picked. */
export function describeOwn(descriptor: NodeDescriptor, files: readonly string[]): ClassInfo {
  const inputs = descriptor.inputs.map((port) => ({ port, info: describeInput(port, files) }));
  const named = (optional: boolean): Record<string, InputInfo> =>
    Object.fromEntries(
      inputs.flatMap(({ port, info }) => (isOptional(port) === optional ? [[port.name, info]] : [])),
    );
  return describeClass({
    name: descriptor.type,
    title: descriptor.title,
    description: descriptor.description,
    category: `Batchwork/${descriptor.category}`,
    required: named(false),
    optional: named(true),
    outputs: descriptor.outputs.map(({ portType, label, cardinality }) => ({
      type: comfyTypes[portType],
      name: label,
      isList: cardinality === 'many',
    })),
    aliases: descriptor.aliases,
    outputNode: descriptor.outputs.length === 0,
    paid: descriptor.effect === 'paid',
    gathers: descriptor.inputs.some(({ cardinality }) => cardinality === 'many'),
    module: 'batchwork',
  });
}

/** An input that is left out takes its initial value, so that only those without one are required. */
const isOptional = ({ optional, initial, widget }: PortDescriptor): boolean =>
  optional || (widget === undefined && initial !== undefined);

function describeInput(port: PortDescriptor, files: readonly string[]): InputInfo {
  const { rule, widget, initial, help, advanced, portType } = port;
  const options = {
    ...(initial === undefined ? {} : { default: initial }),
    ...(help === undefined ? {} : { tooltip: help }),
    ...(advanced === true ? { advanced } : {}),
    ...(widget === undefined ? { forceInput: true } : {}),
  };
  switch (rule.kind) {
    case 'choice':
      return [rule.options, options];
    case 'resolution':
      return widget === undefined ? [comfyTypes.resolution, options] : [resolutionLabels, options];
    case 'integer':
    case 'number':
      return [
        comfyTypes[portType],
        {
          ...options,
          ...(rule.min === undefined ? {} : { min: rule.min }),
          ...(rule.max === undefined ? {} : { max: rule.max }),
          ...(rule.kind === 'number' && rule.step !== undefined ? { step: rule.step } : {}),
          ...(portType === 'seed' ? { control_after_generate: true } : {}),
        },
      ];
    case 'text':
    case 'pattern':
      return [
        comfyTypes[portType],
        {
          ...options,
          multiline: widget?.kind === 'textarea',
          ...(widget !== undefined && 'placeholder' in widget && widget.placeholder !== undefined
            ? { placeholder: widget.placeholder }
            : {}),
        },
      ];
    case 'image':
      return widget === undefined ? [comfyTypes.image, options] : [files, { ...options, image_upload: true }];
    case 'boolean':
      return [comfyTypes.boolean, options];
  }
}
