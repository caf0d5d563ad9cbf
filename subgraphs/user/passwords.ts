import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import type { PasswordHasher } from './domain/ports.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, 2 iterations, 1 lane. */
const owaspParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes passwords with Argon2id (RFC 9106). Hashes with other parameters still verify, and need a rehash. */
export function createPasswordHasher(parameters = owaspParameters): PasswordHasher {
  const hash = (password: string) => argon2.hash(password, parameters);
  // Verified for unknown accounts, so that they take as long as known ones.
  const dummyHash = hash(randomBytes(16).toString('hex'));
  return {
    hash,
    async verify(known, password) {
      const matches = await argon2.verify(known ?? (await dummyHash), password);
      return known !== undefined && matches;
    },
    needsRehash: (known) =>
      !known.startsWith('$argon2id$') || argon2.needsRehash(known, parameters),
  };
}
