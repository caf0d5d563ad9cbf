import { accessTokenSeconds, claimsOf, scopesOf, type Viewer } from '@shop/schema';
import type { SigningKey } from '@shop/service';
import jwt from 'jsonwebtoken';
import type { AccessTokens } from './domain/ports.ts';

/** Signs ES256 access tokens that the gateway verifies through the JWK Set. */
export const createAccessTokens = (
  { kid, key }: SigningKey,
  issuer: string,
  audience: string,
): AccessTokens => ({
  sign({ id, email, emailVerified, roles, generation }, sessionId, now) {
    const scopes = new Set(scopesOf(roles));
    const viewer: Viewer = { id, email, emailVerified, roles, scopes, sessionId };
    const issuedAt = Math.floor(now.getTime() / 1_000);
    const claims = { ...claimsOf(viewer), gen: generation, iat: issuedAt };
    const accessToken = jwt.sign(claims, key, {
      algorithm: 'ES256',
      keyid: kid,
      issuer,
      audience,
      expiresIn: accessTokenSeconds,
    });
    return { viewer, accessToken, expiresAt: new Date((issuedAt + accessTokenSeconds) * 1_000) };
  },
});
