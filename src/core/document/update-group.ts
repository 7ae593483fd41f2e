import type { Edit } from './edits.ts';
import type { Group } from './schema.ts';

/** Changes fields of one group. */
export const updateGroup =
  (id: string, change: Partial<Omit<Group, 'id'>>): Edit =>
  (document) => ({
    ...document,
    groups: document.groups.map((group) => (group.id === id ? { ...group, ...change } : group)),
  });
