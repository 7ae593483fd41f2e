/** The list with the entry at `from` standing at `to`; places outside the list are its ends. */
export function moveEntry<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const entry = list[from];
  if (entry === undefined) return list;
  const target = Math.min(list.length - 1, Math.max(0, to));
  return list.toSpliced(from, 1).toSpliced(target, 0, entry);
}
