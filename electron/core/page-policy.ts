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

/**
 * Headers of our own reports, which open in a tab of their own. An HTML report is one file with its styles,
 * pictures and fonts inside; the sandbox gives it an origin of its own, without scripts, forms and pop-ups. A PDF goes
 * without the sandbox, in which the viewers of several browsers do not start.
 */
export const reportHeaders: Readonly<Record<'.html' | '.pdf', Record<string, string>>> = {
  '.html': {
    ...mediaHeaders,
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
  },
  '.pdf': { ...mediaHeaders, 'content-security-policy': "default-src 'none'" },
};

/** Placeholder of the chosen theme, so that the page has its ground before its script runs. */
export const themePlaceholder = '__THEME__';

/** Placeholder in `index.html` that the host replaces by the nonce of this load. */
export const noncePlaceholder = '__CSP_NONCE__';
