const policy = {
  'default-src': "'self'",
  'script-src': "'self'",
  // React Flow positions nodes by inline styles.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  // Text becomes neither markup nor script, not even by a slip of ours (Trusted Types).
  'require-trusted-types-for': "'script'",
} as const;

/** Vite's development client is an inline script and talks over a WebSocket of its own. */
const { 'require-trusted-types-for': _strict, ...lenient } = policy;
const developmentPolicy = { ...lenient, 'script-src': "'self' 'unsafe-inline'", 'connect-src': "'self' ws:" };

/** Headers of every answer. An asset's own, stricter policy replaces the one from here. */
export function securityHeaders(mode: 'production' | 'development'): Readonly<Record<string, string>> {
  const rules = mode === 'production' ? policy : developmentPolicy;
  return {
    'Content-Security-Policy': Object.entries(rules)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}

/** Policy of a stored image: whatever it holds, opened by itself it can do nothing. */
export const assetPolicy = "sandbox; default-src 'none'";
