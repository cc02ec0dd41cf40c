/**
 * Response headers of every page and file, the same in the desktop window and on loopback, so that the
 * end-to-end tests prove the screen lives with them.
 *
 * @param nonce per load; the styles that React Aria inserts carry it
 */
export function pageHeaders(nonce: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' blob:",
      "media-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      // One policy: the address of the viewer's drawing thread, which is built in (renderer/src/viewer/engine-link.ts).
      'trusted-types assay-viewer',
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  };
}

/** Headers of media and artifacts: never a document, never sniffed, whatever the bytes say. */
export const mediaHeaders: Record<string, string> = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** Placeholder in `index.html` that the host replaces by the nonce of this load. */
export const noncePlaceholder = '__CSP_NONCE__';
