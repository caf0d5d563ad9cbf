import type { KeyObject } from 'node:crypto';
import { type Viewer, viewerClaims, viewerOf } from '@shop/schema';
import type { Request, RequestHandler, Response } from 'express';
import jwt from 'jsonwebtoken';
import { errorBody, unauthenticated } from './errors.ts';
import { createVerifiedTokens, maxTokenLength, type VerifiedToken } from './verified-tokens.ts';

export const internalIssuer = 'shop-gateway';
/** Longest life of an internal token, in seconds. */
export const internalTokenSeconds = 60;
/** How far the gateway's clock may be ahead of this one. */
const skewSeconds = 30;

/** The viewer of a request and its client, as the gateway reports them. */
export type ViewerContext = {
  /** `undefined` when anonymous: a token without `sub`. */
  readonly viewer: Viewer | undefined;
  /** IP address of the client, as the gateway saw it. */
  readonly clientAddress?: string | undefined;
  /** `User-Agent` of the client, at most 200 characters. */
  readonly userAgent?: string | undefined;
  /** Data of the viewer that the gateway sends with a mutation, by its name (`@viewerData`). */
  readonly viewerData?: Readonly<Record<string, unknown>> | undefined;
  /** The client's refresh cookie, in the session mode `cookie` only. */
  readonly refreshCookie?: RefreshCookie | undefined;
  /** Passes the access token of a sign-in to the gateway. */
  readonly passAccessToken?: (accessToken: string) => void;
};

/** The cookie with a refresh token, which the gateway reads and sets for a subgraph. */
export type RefreshCookie = {
  /** Empty when the client has no cookie. */
  readonly token: string;
  set(token: string, expiresAt: Date): void;
  clear(): void;
};

/** Headers in which the gateway passes the client's address and agent to a subgraph. */
export const clientAddressHeader = 'x-client-address';
export const clientAgentHeader = 'x-client-agent';
/**
 * Header in which the gateway passes the refresh cookie to the user subgraph: empty without a cookie, absent unless the
 * session mode is `cookie`. In a response, the new cookie: when it expires and the token; empty to clear it.
 */
export const refreshTokenHeader = 'x-refresh-token';
/**
 * Header of a response in which the user subgraph passes the access token of a sign-in to the gateway, which sends the
 * fetches that follow in the same operation for its viewer.
 */
export const accessTokenHeader = 'x-access-token';

function refreshCookieOf(request: Request, response: Response): RefreshCookie | undefined {
  const token = request.get(refreshTokenHeader);
  if (token === undefined) return undefined;
  return {
    token,
    set: (next, expiresAt) =>
      void response.setHeader(refreshTokenHeader, `${expiresAt.toISOString()} ${next}`),
    clear: () => void response.setHeader(refreshTokenHeader, ''),
  };
}

/** Verifies an internal token. Throws on anything but a valid token for `subgraph`. */
export const verifyInternalToken = (
  token: string,
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): ViewerContext => ({ viewer: verify(token, subgraph, keys).viewer });

type Verified = VerifiedToken & { readonly viewer: Viewer | undefined };

function verify(token: string, subgraph: string, keys: ReadonlyMap<string, KeyObject>): Verified {
  if (token.length > maxTokenLength) throw new Error('oversize token');
  const kid = jwt.decode(token, { complete: true })?.header.kid;
  const key = kid === undefined ? undefined : keys.get(kid);
  if (!key) throw new Error('unknown key');
  const claims = jwt.verify(token, key, {
    algorithms: ['ES256'],
    issuer: internalIssuer,
    audience: subgraph,
    maxAge: internalTokenSeconds,
  });
  if (typeof claims === 'string' || claims.iat === undefined) throw new Error('no claims');
  const { iat, exp = Number.POSITIVE_INFINITY } = claims;
  // The library accepts a token that was issued in the future.
  if (iat > Date.now() / 1_000 + skewSeconds) throw new Error('not issued yet');
  return {
    viewer: claims.sub === undefined ? undefined : viewerOf(viewerClaims.parse(claims)),
    expiresAt: Math.min(exp, iat + internalTokenSeconds) * 1_000,
  };
}

/** Accepts requests of the gateway only: 401 without a valid internal token for this subgraph. */
export function requireInternalToken(
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): RequestHandler {
  const verified = createVerifiedTokens<Verified>();

  function viewerOfToken(token: string): Viewer | undefined {
    const known = verified.get(token);
    if (known) return known.viewer;
    const fresh = verify(token, subgraph, keys);
    verified.set(token, fresh);
    return fresh.viewer;
  }

  return (request, response, next) => {
    try {
      const token = request.headers.authorization?.match(/^Bearer (.+)$/i)?.[1] ?? '';
      response.locals['viewerContext'] = {
        viewer: viewerOfToken(token),
        clientAddress: request.get(clientAddressHeader),
        userAgent: request.get(clientAgentHeader)?.slice(0, 200),
        refreshCookie: refreshCookieOf(request, response),
        passAccessToken: (accessToken) => void response.setHeader(accessTokenHeader, accessToken),
      } satisfies ViewerContext;
    } catch {
      const message = 'This subgraph accepts requests from the gateway only.';
      response.status(401).json(errorBody('UNAUTHENTICATED', message));
      return;
    }
    next();
  };
}

/**
 * Returns the viewer of a field whose `@authenticated` has already refused anonymous requests. Throws
 * UNAUTHENTICATED.
 */
export function requireViewer({ viewer }: ViewerContext): Viewer {
  if (!viewer) throw unauthenticated();
  return viewer;
}
