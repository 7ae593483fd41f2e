import type { PortType } from '#core/node/port-type.ts';

/** Our port types in ComfyUI's words. */
export const comfyTypes: Readonly<Record<PortType, string>> = {
  text: 'STRING',
  integer: 'INT',
  number: 'FLOAT',
  boolean: 'BOOLEAN',
  resolution: 'RESOLUTION',
  seed: 'INT',
  image: 'IMAGE',
};
