/** These can only happen while a connection is being made. */
const alwaysBefore = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  // Our own guard refused the destination.
  'EBLOCKED',
]);

const member = (value: object, name: string): unknown => Reflect.get(value, name);

/**
 * Whether an exception of `fetch` proves that no byte of the request left this machine: it names a failure of the
 * look-up, the connection or its certificate. Everything else, above all a reset or a timeout, proves nothing.
 */
export function nothingWasSent(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < 6 && typeof cause === 'object' && cause !== null; depth += 1) {
    // Several addresses were tried: all of them must have failed before a connection stood.
    const several = member(cause, 'errors');
    if (Array.isArray(several) && several.length > 0) return several.every(nothingWasSent);
    const code = member(cause, 'code');
    if (typeof code === 'string' && alwaysBefore.has(code)) return true;
    const call = member(cause, 'syscall');
    if (call === 'connect' || call === 'getaddrinfo') return true;
    cause = member(cause, 'cause');
  }
  return false;
}
