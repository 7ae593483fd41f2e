import { useState } from 'react';

import { routes } from '#core/api/routes.ts';

import type { LightboxImage } from '../state/session-store.ts';
import { cssVariables } from '../ui/css-variables.ts';

import styles from './lightbox.module.css';

/** Two images one over the other; the slider moves the edge between them. */
export function CompareSlider({ a, b }: { readonly a: LightboxImage; readonly b: LightboxImage }) {
  const [share, setShare] = useState(50);
  const ratio = a.asset.width / a.asset.height;
  return (
    <div className={styles['stage']}>
      <div
        className={styles['compare']}
        style={{ ...cssVariables({ '--ratio': String(ratio) }), aspectRatio: ratio }}
      >
        <img src={routes.asset(a.asset.hash)} alt={`A: ${a.caption}`} draggable={false} />
        <img
          src={routes.asset(b.asset.hash)}
          alt={`B: ${b.caption}`}
          draggable={false}
          style={{ clipPath: `inset(0 0 0 ${share}%)` }}
        />
        <span className={styles['edge']} style={{ left: `${share}%` }} aria-hidden="true" />
        <span className={styles['letter']} style={{ left: 8 }} aria-hidden="true">
          A
        </span>
        <span className={styles['letter']} style={{ right: 8 }} aria-hidden="true">
          B
        </span>
        <input
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label="Edge between the two images"
          aria-valuetext={`${share} % of image A`}
          onChange={({ target }) => setShare(Number(target.value))}
        />
      </div>
    </div>
  );
}
