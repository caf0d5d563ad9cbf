import { type Viewer, viewerClaims, viewerOf } from '@shop/schema';
import { GraphQLError } from 'graphql';
import jwt from 'jsonwebtoken';
import type { KeySource } from './jwks-client.ts';

/** Verified tokens are remembered, since checking a signature costs as much as a cheap request. */
const maxRemembered = 10_000;

export type Identity = {
  readonly viewer: Viewer;
  /** When the token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
};

const invalidToken = () =>
  new GraphQLError('The access token is not valid (any more). Sign in again.', {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: {
        status: 401,
        // RFC 6750, section 3.
        headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
      },
    },
  });

/** Finds out who sent a request: `undefined` without a token, UNAUTHENTICATED with a bad one. */
export function createIdentifier(keys: KeySource, issuer: string, audience: string) {
  const remembered = new Map<string, Identity>();

  async function verify(token: string): Promise<Identity> {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    const key = kid === undefined ? undefined : await keys.find(kid);
    if (!key) throw invalidToken();
    const claims = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience });
    if (typeof claims === 'string' || claims.exp === undefined) throw invalidToken();
    return { viewer: viewerOf(viewerClaims.parse(claims)), expiresAt: claims.exp * 1_000 };
  }

  return async (authorization: string | undefined): Promise<Viewer | undefined> => {
    if (authorization === undefined) return undefined;
    const token = authorization.match(/^Bearer ([\w.~+/-]+=*)$/i)?.[1];
    if (token === undefined) throw invalidToken();
    const known = remembered.get(token);
    if (known && known.expiresAt > Date.now()) return known.viewer;
    remembered.delete(token);
    const identity = await verify(token).catch(() => {
      throw invalidToken();
    });
    if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value ?? '');
    remembered.set(token, identity);
    return identity.viewer;
  };
}
