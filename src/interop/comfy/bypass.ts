import type { FlatNode, Slot } from './flat-graph.ts';

const anyType = (type: string): boolean => type === '*' || type === '' || type === '0';

/** Whether ComfyUI lets two slots be linked: any type, the same type, or lists that share one; case does not count. */
export function typesFit(a: string, b: string): boolean {
  if (anyType(a) || anyType(b)) return true;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return true;
  if (!left.includes(',') && !right.includes(',')) return false;
  const others = new Set(right.split(','));
  return left.split(',').some((type) => others.has(type));
}

/**
 * The input that a bypassed node passes on to an output, by ComfyUI's rule: for any type the input of the same number,
 * else the first; then the input of the same number if its type fits, the first of exactly the type, the first that fits.
 */
export function bypassInput(node: FlatNode, slot: number, wanted?: string): string | undefined {
  const sockets: readonly Slot[] =
    node.sockets.length > 0 ? node.sockets : [...node.inputs.keys()].map((name) => ({ name, type: '*' }));
  const type = node.outputs[slot]?.type ?? wanted ?? '*';
  const same = sockets[slot];
  if (anyType(type)) return (same ?? sockets[0])?.name;
  if (same !== undefined && typesFit(same.type, type)) return same.name;
  const exact = sockets.find((socket) => socket.type === type);
  return (exact ?? sockets.find((socket) => typesFit(socket.type, type)))?.name;
}
