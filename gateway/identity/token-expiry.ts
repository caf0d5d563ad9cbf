import jwt from 'jsonwebtoken';

/**
 * Returns when an access token expires, in the time of `Date.now()`; `undefined` without one. Verifies nothing: the
 * authenticator has accepted it before.
 */
export function expiryOf(authorization: string | undefined): number | undefined {
  const payload = jwt.decode(authorization?.replace(/^Bearer /i, '') ?? '');
  if (payload === null || typeof payload === 'string' || payload.exp === undefined)
    return undefined;
  return payload.exp * 1_000;
}
