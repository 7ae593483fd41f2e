import type { ComponentType } from 'react';

import type { Widget as WidgetDescription } from '#core/node/widget.ts';

import { ColorWidget } from './color-widget.tsx';
import { ImagesWidget } from './images-widget.tsx';
import { NumberWidget } from './number-widget.tsx';
import { ResolutionWidget } from './resolution-widget.tsx';
import { SeedWidget } from './seed-widget.tsx';
import { SelectWidget } from './select-widget.tsx';
import { SliderWidget } from './slider-widget.tsx';
import { TextWidget } from './text-widget.tsx';
import { TextareaWidget } from './textarea-widget.tsx';
import { ToggleWidget } from './toggle-widget.tsx';
import type { WidgetProps } from './widget-props.ts';

const components: Record<WidgetDescription['kind'], ComponentType<WidgetProps>> = {
  text: TextWidget,
  textarea: TextareaWidget,
  number: NumberWidget,
  slider: SliderWidget,
  seed: SeedWidget,
  toggle: ToggleWidget,
  select: SelectWidget,
  resolution: ResolutionWidget,
  color: ColorWidget,
  images: ImagesWidget,
};

/** The widget that a port's description names. */
export function Widget(props: WidgetProps) {
  const Component = components[props.port.widget?.kind ?? 'text'];
  return <Component {...props} />;
}
