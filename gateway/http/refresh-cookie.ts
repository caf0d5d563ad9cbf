import type { IncomingMessage } from 'node:http';
import { graphqlError } from '@shop/service';
import type { Request, Response } from 'express';

/** Header in which a web page asks for its refresh token in a cookie. */
export const sessionModeHeader = 'x-session-mode';

/** The refresh cookie of a client, as data sources read and change it. */
export type ClientCookie = {
  /** Empty when the client has none. */
  readonly token: string;
  /** Sets the cookie to what a subgraph responds (see `refreshTokenHeader`), or clears it. */
  change(header: string): void;
};

export type RefreshCookies = (request: Request, response: Response) => ClientCookie | undefined;

/** Whether a request, or a preflight request for it, has the header of the session mode. */
export const asksForCookies = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  sessionModeHeader in headers ||
  String(headers['access-control-request-headers'] ?? '')
    .toLowerCase()
    .split(',')
    .some((name) => name.trim() === sessionModeHeader);

/**
 * Reads the refresh cookie of requests in the session mode `cookie`, and ignores it in all others: a page can send that
 * header to another origin only after a preflight request, so a cookie alone never acts for its user. Pages of other
 * origins are refused here too, unless they are listed or on the same host.
 */
export function refreshCookies(
  isAllowedOrigin: (origin: string) => boolean,
  isProduction: boolean,
  refusalOf: (origin: string) => string,
  path: string,
): RefreshCookies {
  // The prefix makes browsers insist on `Secure`. `__Host-` would need the path `/`, and send the token everywhere.
  const name = isProduction ? '__Secure-refresh-token' : 'refresh-token';
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`);
  const options = {
    path,
    httpOnly: true,
    sameSite: 'strict',
    secure: isProduction,
  } as const;

  return (request, response) => {
    const mode = request.get(sessionModeHeader);
    if (mode === undefined) return undefined;
    if (mode !== 'cookie') {
      const message = 'The header x-session-mode must be `cookie`, or absent.';
      throw graphqlError('BAD_USER_INPUT', message, { extensions: { http: { status: 400 } } });
    }
    const origin = request.get('origin');
    if (origin !== undefined && !isAllowedOrigin(origin) && !isSameHost(origin, request)) {
      const extensions = { http: { status: 403 } };
      throw graphqlError('FORBIDDEN', refusalOf(origin), { extensions });
    }
    return {
      token: request.get('cookie')?.match(pattern)?.[1] ?? '',
      change(header) {
        // The last mutation of an operation decides.
        response.removeHeader('set-cookie');
        const [expiresAt = '', token] = header.split(' ');
        if (token === undefined) return void response.clearCookie(name, options);
        response.cookie(name, token, { ...options, expires: new Date(expiresAt) });
      },
    };
  };
}

const isSameHost = (origin: string, request: Request): boolean =>
  URL.canParse(origin) && new URL(origin).host === request.host;
