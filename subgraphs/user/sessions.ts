import { randomUUID } from 'node:crypto';
import { claimsOf, scopesOf, type Viewer } from '@shop/schema';
import type { SigningKey } from '@shop/service';
import jwt from 'jsonwebtoken';
import type { SessionIssuer } from './domain/ports.ts';

/** Life of an access token, in seconds. */
const accessTokenSeconds = 15 * 60;

/** Opens sessions with ES256 access tokens that the gateway verifies through the JWK Set. */
export const createSessionIssuer = (
  { kid, key }: SigningKey,
  issuer: string,
  audience: string,
): SessionIssuer => ({
  open({ id, email, roles }) {
    const scopes = new Set<string>(scopesOf(roles));
    const viewer: Viewer = { id, email, roles, scopes, sessionId: randomUUID() };
    const accessToken = jwt.sign(claimsOf(viewer), key, {
      algorithm: 'ES256',
      keyid: kid,
      issuer,
      audience,
      expiresIn: accessTokenSeconds,
    });
    return { accessToken, expiresAt: new Date(Date.now() + accessTokenSeconds * 1_000) };
  },
});
