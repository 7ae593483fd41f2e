import { z } from 'zod';

/** Nominal types of what travels on an edge. Two ports fit by name, see `accepts`. */
export const portTypes = ['text', 'integer', 'number', 'boolean', 'resolution', 'seed', 'image'] as const;

export const portTypeSchema = z.enum(portTypes);
export type PortType = z.infer<typeof portTypeSchema>;

/** Whether an input of type `input` takes a value of an output of type `output`. */
export const accepts = (input: PortType, output: PortType): boolean =>
  input === output || (input === 'number' && output === 'integer');
