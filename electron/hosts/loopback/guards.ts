import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may talk to the loopback host. Any program of this machine and any web page in its browser can
 * reach the port, so every request is checked: exact Host (against DNS rebinding), exact Origin and
 * `Sec-Fetch-Site` (against other pages), and a cookie that only the holder of the one-time code got.
 */
export interface Guards {
  /** Address to open once; it sets the cookie and is worthless afterwards. */
  readonly code: string;
  /** True once, for the right code. */
  redeem(code: string): boolean;
  readonly cookie: string;
  check(request: GuardedRequest): Refusal | null;
}

export interface GuardedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The page's own code, the entrance and nothing else may come without the cookie. */
  readonly needsCookie: boolean;
  /** Requests that change something or open a socket must name their origin. */
  readonly needsOrigin: boolean;
}

export type Refusal = { readonly status: 400 | 401 | 403 | 421; readonly why: string };

const cookieName = 'assay-session';

export function createGuards(authority: string): Guards {
  const origin = `http://${authority}`;
  const session = randomBytes(32).toString('base64url');
  let code: string | null = randomBytes(24).toString('base64url');
  const first = code;

  return {
    code: first,
    cookie: `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    redeem(given) {
      if (code === null || !equal(given, code)) return false;
      code = null;
      return true;
    },
    check({ headers, needsCookie, needsOrigin }) {
      if (headers.host !== authority)
        return { status: 421, why: 'Host is not the address this program listens on' };
      if (headers.origin !== undefined && headers.origin !== origin)
        return { status: 403, why: 'Origin is another page' };
      if (needsOrigin && headers.origin === undefined) return { status: 403, why: 'Origin is missing' };
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        return { status: 403, why: 'The request comes from another site' };
      }
      if (needsCookie && !equal(cookieValue(headers.cookie), session)) {
        return { status: 401, why: 'Open the one-time address that was printed when the program started' };
      }
      return null;
    },
  };
}

function cookieValue(header: string | undefined): string {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookieName) return value ?? '';
  }
  return '';
}

/** Comparison whose time does not tell how much was right. */
function equal(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
