import type { CSSProperties } from 'react';

/** Custom properties for a style attribute; React takes them, its types do not know them. */
export const cssVariables = (variables: Readonly<Record<`--${string}`, string | undefined>>): CSSProperties =>
  variables;
