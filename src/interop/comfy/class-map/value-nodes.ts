/** ComfyUI nodes that do nothing but hold a text, with the widget that holds it. */
export const textNodes: ReadonlyMap<string, string> = new Map([
  ['PrimitiveString', 'value'],
  ['PrimitiveStringMultiline', 'value'],
  ['String Literal', 'string'],
  ['Text Multiline', 'text'],
  ['CR Text', 'text'],
  ['ttN text', 'text'],
  ['easy positive', 'positive'],
  ['StringConstant', 'string'],
  ['StringConstantMultiline', 'string'],
]);

/** ComfyUI nodes that hold a number for others, with the widget that holds it. */
export const numberNodes: ReadonlyMap<string, string> = new Map([
  ['PrimitiveInt', 'value'],
  ['INTConstant', 'value'],
  ['Int Literal', 'int'],
  ['easy int', 'value'],
  ['CR Seed', 'seed'],
  ['easy seed', 'seed'],
  ['Seed (rgthree)', 'seed'],
  ['Seed Generator', 'seed'],
]);
