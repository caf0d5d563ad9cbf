import { createHash, randomBytes } from 'node:crypto';

/**
 * Returns the SHA-256 of a secret, base64url. Enough for secrets of 256 random bits, which cannot be guessed from it
 * (OWASP Forgot Password Cheat Sheet: store tokens hashed); never for passwords.
 */
export const hashOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** Returns a secret of 256 random bits (base64url) and the hash that may be stored. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashOf(secret) };
}
