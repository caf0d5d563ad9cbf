import { LRUCache } from 'lru-cache';

/** Our tokens have some 700 characters; a much longer one is rejected before its signature is verified. */
export const maxTokenLength = 4_096;
/** Viewers have one access token and one internal token at a time. */
const maxVerified = 10_000;

/** What a token was verified to be. */
export type VerifiedToken = {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

/**
 * Creates a cache of verified tokens, which are sent many times: verifying a signature takes some 50 µs, as long as a
 * cheap request. Returns none that has expired.
 */
export function createVerifiedTokens<T extends VerifiedToken>() {
  const verified = new LRUCache<string, T>({ max: maxVerified });
  return {
    get(token: string): T | undefined {
      const known = verified.get(token);
      return known && known.expiresAt > Date.now() ? known : undefined;
    },
    set: (token: string, result: T): void => void verified.set(token, result),
  };
}
