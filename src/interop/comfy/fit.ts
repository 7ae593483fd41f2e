import { positionSchema, type Position } from '#core/document/schema.ts';

/** Values as the document's schema takes them; what is cut here stays whole in the record beside it. */
export const fitName = (text: string, limit: number): string =>
  text.length <= limit ? text : text.slice(0, limit);

const farthest = 1e7;
const largest = 1e5;

const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

export const fitPosition = ({ x, y }: Position): Position => {
  const position = { x: within(x, farthest), y: within(y, farthest) };
  return positionSchema.safeParse(position).success ? position : { x: 0, y: 0 };
};

/** Undefined for a size that is none. */
export function fitSize(
  size: { readonly width: number; readonly height: number } | undefined,
): { width: number; height: number } | undefined {
  if (size === undefined || !(size.width > 0) || !(size.height > 0)) return undefined;
  return { width: Math.min(largest, size.width), height: Math.min(largest, size.height) };
}
