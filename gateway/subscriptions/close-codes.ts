/**
 * Codes with which the gateway closes a WebSocket beside those of the protocol (docs/subscriptions.md). Clients of
 * `graphql-ws` connect again after `forbidden`, with what their `connectionParams` return then.
 */
export const closeCodes = {
  /** No subscription for some time. */
  idle: 1000,
  goingAway: 1001,
  internalError: 1011,
  tryAgainLater: 1013,
  badRequest: 4400,
  /** The access token is invalid, expired or revoked: refresh it. */
  forbidden: 4403,
  tooManyMessages: 4429,
} as const;

/** Returns a reason that fits into a close frame: 123 bytes of UTF-8. */
export const closeReason = (reason: string): string =>
  Buffer.from(reason)
    .subarray(0, 123)
    .toString()
    .replace(/\uFFFD+$/, '');
