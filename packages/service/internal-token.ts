import type { KeyObject } from 'node:crypto';
import { type Viewer, viewerClaims, viewerOf } from '@shop/schema';
import type { RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { errorBody, unauthenticated } from './errors.ts';
import { createRemembered } from './remembered.ts';

export const internalIssuer = 'shop-gateway';
/** Longest life of an internal token, in seconds. */
export const internalTokenSeconds = 60;
/** How far ahead of ours the gateway's clock may run. */
const skewSeconds = 30;
/** Our tokens have some 700 characters; a much longer one is rejected before its signature is verified. */
const maxTokenLength = 4_096;
/** Each viewer has one token at a time, which the gateway uses for 30 s. */
const maxRemembered = 10_000;

/** The viewer of a request and its client, as the gateway reports them. */
export type ViewerContext = {
  /** `undefined` when anonymous: a token without `sub`. */
  readonly viewer: Viewer | undefined;
  /** Network address of the client, as the gateway saw it. */
  readonly clientAddress?: string | undefined;
  /** What the client calls itself (`User-Agent`), at most 200 characters. */
  readonly userAgent?: string | undefined;
};

/** Headers in which the gateway passes the client's address and agent to a subgraph. */
export const clientAddressHeader = 'x-client-address';
export const clientAgentHeader = 'x-client-agent';

/** Verifies an internal token. Throws on anything but a valid token for `subgraph`. */
export const verifyInternalToken = (
  token: string,
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): ViewerContext => ({ viewer: checked(token, subgraph, keys).viewer });

function checked(token: string, subgraph: string, keys: ReadonlyMap<string, KeyObject>) {
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
    endsAt: Math.min(exp, iat + internalTokenSeconds) * 1_000,
  };
}

/** Accepts requests of the gateway only: 401 without a valid internal token for this subgraph. */
export function requireInternalToken(
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): RequestHandler {
  // Verifying a signature takes some 50 µs, and the gateway sends each token many times.
  const remembered = createRemembered<Pick<ViewerContext, 'viewer'>>(maxRemembered);

  function viewerOfToken(token: string): Pick<ViewerContext, 'viewer'> {
    const known = remembered.get(token);
    if (known) return known;
    const { viewer, endsAt } = checked(token, subgraph, keys);
    remembered.set(token, { viewer }, endsAt);
    return { viewer };
  }

  return (request, response, next) => {
    try {
      const token = request.headers.authorization?.match(/^Bearer (.+)$/i)?.[1] ?? '';
      response.locals['viewerContext'] = {
        ...viewerOfToken(token),
        clientAddress: request.get(clientAddressHeader),
        userAgent: request.get(clientAgentHeader)?.slice(0, 200),
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
