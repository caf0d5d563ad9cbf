/** When failed deliveries are tried again. */
export type RetryPolicy = {
  readonly maxAttempts: number;
  /** Milliseconds before the second attempt; three times as long before each further one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
};

const factor = 3;
/** A delay is up to this share shorter or longer, so that deliveries that failed together spread. */
const jitter = 0.2;
/** A receiver may ask for a day. */
const longestWaitMs = 24 * 60 * 60_000;

/**
 * Returns the milliseconds before the next attempt, after `attempts` have failed; not less than what the receiver asks
 * for with Retry-After. `random` is 0 to 1.
 */
export function retryDelayMs(
  { firstDelayMs, longestDelayMs }: RetryPolicy,
  attempts: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  const delay = Math.min(firstDelayMs * factor ** (attempts - 1), longestDelayMs);
  const spread = Math.round(delay * (1 - jitter + 2 * jitter * random));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, longestWaitMs));
}
