import { parseResolution } from '#core/model/resolution.ts';

import styles from './widget.module.css';

const box = 18;

/** The outline of an image of this size, to scale; nothing for values that leave the shape to the model. */
export function ResolutionShape({ value }: { readonly value: string }) {
  const parsed = parseResolution(value);
  if (parsed?.kind !== 'pixels') return null;
  const scale = (box - 2) / Math.max(parsed.width, parsed.height);
  const width = Math.max(2, parsed.width * scale);
  const height = Math.max(2, parsed.height * scale);
  return (
    <svg className={styles['shape']} width={box} height={box} aria-hidden="true">
      <rect
        x={(box - width) / 2}
        y={(box - height) / 2}
        width={width}
        height={height}
        rx="1.5"
        fill="currentColor"
        fillOpacity="0.22"
        stroke="currentColor"
      />
    </svg>
  );
}
