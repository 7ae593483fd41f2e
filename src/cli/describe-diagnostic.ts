import type { Diagnostic } from '#core/run/diagnostic.ts';

import { plainText } from './plain-text.ts';

/** One line for a person: what is wrong, and at which node and port. */
export function describeDiagnostic({ severity, code, message, node, port }: Diagnostic): string {
  const place = node === undefined ? '' : `${node}${port === undefined ? '' : `.${port}`}: `;
  return plainText(`${severity === 'error' ? 'error' : 'warning'}: ${place}${message} [${code}]`);
}
