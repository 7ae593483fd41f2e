/** What is selected in a list of ids, where the keyboard stands, and where a range began. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly active: number;
  readonly anchor: number;
}

export const emptySelection: Selection = { ids: new Set(), active: 0, anchor: 0 };

/** A click or a key at a place: alone, one more or less (`toggle`), or all from where the range began (`range`). */
export function selectAt(
  selection: Selection,
  list: readonly string[],
  at: { index: number; how: 'alone' | 'toggle' | 'range' },
): Selection {
  const index = Math.max(0, Math.min(list.length - 1, at.index));
  const id = list[index];
  if (id === undefined) return emptySelection;
  switch (at.how) {
    case 'alone':
      return { ids: new Set([id]), active: index, anchor: index };
    case 'toggle': {
      const ids = new Set(selection.ids);
      if (!ids.delete(id)) ids.add(id);
      return { ids, active: index, anchor: index };
    }
    case 'range': {
      const [from, to] = [Math.min(selection.anchor, index), Math.max(selection.anchor, index)];
      return { ids: new Set(list.slice(from, to + 1)), active: index, anchor: selection.anchor };
    }
  }
}
