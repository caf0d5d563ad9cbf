import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { newId } from '@shop/domain';
import { claimsOf, type Viewer } from '@shop/schema';
import jwt from 'jsonwebtoken';

const viewerOf = (n: number): Viewer => ({
  id: newId(),
  email: `viewer-${n}@shop.example`,
  emailVerified: true,
  roles: ['STAFF'],
  scopes: new Set(['orders:read', 'inventory:read', 'inventory:write']),
  sessionId: newId(),
});

/** Returns access tokens of different viewers, so that little is cached per viewer, and the key that verifies them. */
export function accessTokens(count: number): {
  readonly publicKey: KeyObject;
  readonly tokens: readonly string[];
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const options = {
    algorithm: 'ES256',
    keyid: 'a',
    issuer: 'shop',
    audience: 'shop-api',
    expiresIn: 3_600,
  } as const;
  const tokens = Array.from({ length: count }, (_, n) =>
    jwt.sign({ ...claimsOf(viewerOf(n)), gen: 0 }, privateKey, options),
  );
  return { publicKey, tokens };
}
