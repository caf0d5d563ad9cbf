import type { KeyObject } from 'node:crypto';
import { type Viewer, viewerClaims, viewerOf } from '@shop/schema';
import type { RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { errorBody, unauthenticated } from './errors.ts';

export const internalIssuer = 'shop-gateway';
/** Longest life of an internal token, in seconds. */
export const internalTokenSeconds = 60;

/** Who the gateway says is asking; a token without `sub` stands for an anonymous visitor. */
export type Caller = { readonly viewer: Viewer | undefined };

/** The gateway's word about a caller, checked. Throws on anything but a valid token for `subgraph`. */
export function verifyInternalToken(
  token: string,
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): Caller {
  const kid = jwt.decode(token, { complete: true })?.header.kid;
  const key = kid === undefined ? undefined : keys.get(kid);
  if (!key) throw new Error('unknown key');
  const claims = jwt.verify(token, key, {
    algorithms: ['ES256'],
    issuer: internalIssuer,
    audience: subgraph,
    maxAge: internalTokenSeconds,
  });
  if (typeof claims === 'string') throw new Error('no claims');
  return { viewer: claims.sub === undefined ? undefined : viewerOf(viewerClaims.parse(claims)) };
}

/** Lets only the gateway in: 401 without a valid internal token for this subgraph. */
export function requireInternalToken(
  subgraph: string,
  keys: ReadonlyMap<string, KeyObject>,
): RequestHandler {
  return (request, response, next) => {
    try {
      const token = request.headers.authorization?.match(/^Bearer (.+)$/i)?.[1] ?? '';
      response.locals['caller'] = verifyInternalToken(token, subgraph, keys);
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
