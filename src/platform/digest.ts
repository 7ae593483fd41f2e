import { hash } from 'node:crypto';

import type { Digest } from '#core/run/capabilities.ts';

/** SHA-256 by node:crypto. */
export const sha256: Digest = (text) => hash('sha256', text, 'hex');
