import { createPrivateKey, type JsonWebKey, randomUUID } from 'node:crypto';
import { idFromName } from '@shop/domain';
import { claimsOf, type Role, scopesOf } from '@shop/schema';
import jwt from 'jsonwebtoken';
import type { KeySet } from './keys.ts';

/** The demonstration account of each role. */
const emails: Readonly<Record<Role, string>> = {
  CUSTOMER: 'carla@shop.example',
  STAFF: 'staff@shop.example',
  ADMIN: 'admin@shop.example',
};

/** Long enough for an afternoon with curl. Real ones live 15 minutes. */
const lifeSeconds = 8 * 60 * 60;

/**
 * An access token (JWT, ES256) of a demonstration account, as the user subgraph signs them: for
 * trying things with the keys of one's own machine.
 */
export function newAccessToken({ keys }: KeySet, role: Role, now = new Date()): string {
  const [key] = keys;
  if (!key) throw new Error('no signing key');
  const email = emails[role];
  const viewer = {
    ...{ id: idFromName(`user:${email}`), email, roles: [role], sessionId: randomUUID() },
    scopes: new Set(scopesOf([role])),
  };
  return jwt.sign(
    { ...claimsOf(viewer), gen: 0, iat: Math.floor(now.getTime() / 1_000) },
    createPrivateKey({ format: 'jwk', key: key as JsonWebKey }),
    {
      algorithm: 'ES256',
      keyid: key.kid,
      issuer: 'shop',
      audience: 'shop-api',
      expiresIn: lifeSeconds,
    },
  );
}
