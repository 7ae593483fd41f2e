/** Where a link carries its workflow: in the fragment, which browsers send to nobody. */
export const shareMark = '#workflow=';
