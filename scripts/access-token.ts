import { createPrivateKey, type JsonWebKey, randomUUID, sign } from 'node:crypto';
import { claimsOf, idFromName, type Role, scopesOf } from '@shop/schema';
import type { KeySet } from './keys.ts';

/** The demonstration account of each role. */
const emails: Readonly<Record<Role, string>> = {
  CUSTOMER: 'carla@shop.example',
  STAFF: 'staff@shop.example',
  ADMIN: 'admin@shop.example',
};

/** Long enough for an afternoon with curl. Real ones live 15 minutes. */
const lifeSeconds = 8 * 60 * 60;

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

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
    scopes: new Set<string>(scopesOf([role])),
  };
  const iat = Math.floor(now.getTime() / 1_000);
  const validity = { iat, exp: iat + lifeSeconds, iss: 'shop', aud: 'shop-api' };
  const signed = [
    encode({ alg: 'ES256', typ: 'JWT', kid: key.kid }),
    encode({ ...claimsOf(viewer), ...validity }),
  ].join('.');
  const privateKey = createPrivateKey({ format: 'jwk', key: key as JsonWebKey });
  // RFC 7518, section 3.4: the two numbers side by side, not DER.
  const signature = sign('sha256', Buffer.from(signed), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${signed}.${signature.toString('base64url')}`;
}
