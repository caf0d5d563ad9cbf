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
/** Tokens of ours have some 700 characters; no signature is worth checking under much more. */
const maxTokenLength = 4_096;
/** Each viewer has one token at a time, that the gateway uses for half a minute. */
const maxRemembered = 10_000;

/** Who the gateway says is asking, and from where; a token without `sub` stands for a visitor. */
export type Caller = {
  readonly viewer: Viewer | undefined;
  /** Network address of the client, as the gateway saw it. */
  readonly address?: string | undefined;
  /** What the client calls itself (`User-Agent`), at most 200 characters. */
  readonly userAgent?: string | undefined;
};

/** How the gateway tells a subgraph where a request came from. */
export const clientAddressHeader = 'x-client-address';
export const clientAgentHeader = 'x-client-agent';

/** The gateway's word about a caller, checked. Throws on anything but a valid token for `subgraph`. */
export const verifyInternalToken = (
  token: string,
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): Caller => ({ viewer: checked(token, subgraph, keys).viewer });

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
  // The library takes a token from the future for a young one.
  if (iat > Date.now() / 1_000 + skewSeconds) throw new Error('not issued yet');
  return {
    viewer: claims.sub === undefined ? undefined : viewerOf(viewerClaims.parse(claims)),
    endsAt: Math.min(exp, iat + internalTokenSeconds) * 1_000,
  };
}

/** Lets only the gateway in: 401 without a valid internal token for this subgraph. */
export function requireInternalToken(
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): RequestHandler {
  // Checking a signature takes some 50 µs, and the gateway sends a token many times.
  const remembered = createRemembered<Pick<Caller, 'viewer'>>(maxRemembered);

  function callerOf(token: string): Pick<Caller, 'viewer'> {
    const known = remembered.get(token);
    if (known) return known;
    const { viewer, endsAt } = checked(token, subgraph, keys);
    remembered.set(token, { viewer }, endsAt);
    return { viewer };
  }

  return (request, response, next) => {
    try {
      const token = request.headers.authorization?.match(/^Bearer (.+)$/i)?.[1] ?? '';
      response.locals['caller'] = {
        ...callerOf(token),
        address: request.get(clientAddressHeader),
        userAgent: request.get(clientAgentHeader)?.slice(0, 200),
      } satisfies Caller;
    } catch {
      const message = 'This subgraph answers the gateway only.';
      response.status(401).json(errorBody('UNAUTHENTICATED', message));
      return;
    }
    next();
  };
}

/** The viewer, where the schema's `@authenticated` has already refused visitors. Throws UNAUTHENTICATED. */
export function signedIn({ viewer }: Caller): Viewer {
  if (!viewer) throw unauthenticated();
  return viewer;
}
