import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { createAuthenticator } from '../identity/authenticate.ts';
import { createDenylist } from '../identity/denylist.ts';
import type { KeySource } from '../identity/jwks-client.ts';

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
export const newKeyPair = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const viewer: Viewer = {
  id: newId(),
  email: 'nel@shop.example',
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(),
  sessionId: newId(),
};
export const claims = { ...claimsOf(viewer), gen: 3 };

/** Signs an access token as the user subgraph does, except for these options and claims. */
export const signWith = (
  { privateKey }: Pick<KeyPair, 'privateKey'>,
  options: SignOptions = {},
  payload: object = claims,
): string =>
  jwt.sign(payload, privateKey, {
    algorithm: 'ES256',
    keyid: 'k1',
    issuer: 'shop',
    audience: 'shop-api',
    expiresIn: 900,
    ...options,
  });

/** Creates an authenticator for the tokens of `signWith`. */
export const authenticatorOf = (keys: KeySource, denylist = createDenylist()) =>
  createAuthenticator({ keys, issuer: 'shop', audience: 'shop-api', denylist });

/** Returns the JWK Set of these public keys. */
export const jwks = (pairs: Readonly<Record<string, KeyPair>>) => ({
  keys: Object.entries(pairs).map(([kid, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
  })),
});
