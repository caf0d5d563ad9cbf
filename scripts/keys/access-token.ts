import { createPrivateKey, type JsonWebKey, randomUUID } from 'node:crypto';
import { idFromName } from '@shop/domain';
import { claimsOf, type Role, scopesOf } from '@shop/schema';
import { demoAccounts } from '@shop/schema/demo-accounts';
import jwt from 'jsonwebtoken';
import type { KeySet } from './keys.ts';

/** The demonstration account of each role. */
const accounts: Readonly<Record<Role, { readonly email: string }>> = {
  CUSTOMER: demoAccounts.carla,
  STAFF: demoAccounts.staff,
  ADMIN: demoAccounts.admin,
};

/** Long enough for an afternoon with curl. Tokens of a login live 15 minutes. */
const lifeSeconds = 8 * 60 * 60;

/**
 * Returns an access token (JWT, ES256) of a demonstration account, as the user subgraph signs them: for
 * experiments on this machine.
 */
export function newAccessToken({ keys }: KeySet, role: Role, now = new Date()): string {
  const [key] = keys;
  if (!key) throw new Error('The key set has no signing key.');
  const { email } = accounts[role];
  const viewer = {
    ...{ id: idFromName(`user:${email}`), email, roles: [role], sessionId: randomUUID() },
    emailVerified: true,
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
