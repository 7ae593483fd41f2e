import { parseResolution, resolutionLabels } from '#core/model/resolution.ts';

import { isPreset } from '../workflow/node-layout.ts';
import { NumberField } from './number-field.tsx';
import { ResolutionShape } from './resolution-shape.tsx';
import { textOf } from './text-of.ts';
import type { WidgetProps } from './widget-props.ts';

import styles from './widget.module.css';

/** Pixels a side may have when it is typed; providers say more precisely what they take. */
const sideRange = { min: 16, max: 16_384, step: 8, whole: true } as const;

/** One of the presets, or width and height of one's own. */
export function ResolutionWidget({ value, onChange, onDone, label, problem }: WidgetProps) {
  const shown = textOf(value);
  const custom = !isPreset(shown);
  const size = sizeOf(shown);
  const setSize = (width: number, height: number): void => onChange(`${width}x${height}`);
  return (
    <span className={styles['resolution']}>
      <span className={styles['line']}>
        <ResolutionShape value={shown} />
        <select
          className={`${styles['field']} ${styles['select']} nodrag`}
          aria-label={label}
          aria-invalid={problem !== undefined}
          title={problem}
          value={custom ? 'custom' : shown}
          onChange={(event) => {
            if (event.target.value === 'custom') setSize(size.width, size.height);
            else onChange(event.target.value);
            onDone();
          }}
        >
          {resolutionLabels.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
          <option value="custom">Custom size</option>
        </select>
      </span>
      {custom && (
        <span className={styles['line']}>
          <NumberField
            value={size.width}
            range={sideRange}
            label={`${label}: width`}
            problem={problem}
            onChange={(width) => setSize(width, size.height)}
            onDone={onDone}
          />
          <span className={styles['times']}>×</span>
          <NumberField
            value={size.height}
            range={sideRange}
            label={`${label}: height`}
            problem={problem}
            onChange={(height) => setSize(size.width, height)}
            onDone={onDone}
          />
        </span>
      )}
    </span>
  );
}

/** Where a custom size begins: at the preset that it follows. */
function sizeOf(value: string): { width: number; height: number } {
  const parsed = parseResolution(value);
  if (parsed?.kind === 'pixels') return { width: parsed.width, height: parsed.height };
  const side = parsed?.tier === '4K' ? 4096 : 2048;
  return { width: side, height: side };
}
