import { accessClaims, type Viewer, viewerOf } from '@shop/schema';
import { createVerifiedTokens, maxTokenLength, type VerifiedToken } from '@shop/service';
import jwt from 'jsonwebtoken';
import type { Denylist } from './denylist.ts';
import { invalidToken, keysUnavailable } from './errors.ts';
import { type KeySource, KeysUnavailableError } from './jwks-client.ts';

export type AuthenticatorOptions = {
  readonly keys: KeySource;
  readonly issuer: string;
  readonly audience: string;
  readonly denylist: Pick<Denylist, 'denies'>;
};

type Verified = VerifiedToken & {
  readonly viewer: Viewer;
  readonly kid: string;
  readonly generation: number;
};

/** Who sends a request. */
export type Identity = {
  /** `undefined` without a token, and with one that has expired. */
  readonly viewer: Viewer | undefined;
  /** Some operations ignore an expired token (http/ignore-expired-token.ts). */
  readonly hasExpiredToken: boolean;
  /** When the token of the viewer expires, in milliseconds since the epoch. */
  readonly expiresAt?: number;
};

/** Returns who sends a request with this `Authorization` header. */
export type Authenticate = (authorization: string | undefined) => Promise<Identity>;

const anonymous: Identity = { viewer: undefined, hasExpiredToken: false };
const expired: Identity = { viewer: undefined, hasExpiredToken: true };

/** The token has expired, whatever its signature: it grants nothing. */
class ExpiredError extends Error {}

/**
 * Creates the function that returns who sends a request. Throws UNAUTHENTICATED for an invalid or revoked token,
 * SERVICE_UNAVAILABLE when the keys cannot be read.
 */
export function createAuthenticator({
  keys,
  issuer,
  audience,
  denylist,
}: AuthenticatorOptions): Authenticate {
  const verified = createVerifiedTokens<Verified>();

  async function verify(token: string): Promise<Verified> {
    const decoded = jwt.decode(token, { complete: true });
    const kid = decoded?.header.kid;
    const key = typeof kid === 'string' ? await keys.find(kid) : undefined;
    if (!kid || !key) {
      // The key of an old token may be retired.
      throw isExpired(decoded?.payload) ? new ExpiredError() : invalidToken();
    }
    const payload = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience });
    if (typeof payload === 'string' || payload.exp === undefined) throw invalidToken();
    const claims = accessClaims.parse(payload);
    const expiresAt = payload.exp * 1_000;
    const result = { viewer: viewerOf(claims), kid, generation: claims.gen, expiresAt };
    verified.set(token, result);
    return result;
  }

  /** Also refuses a verified token once its key is retired or its session revoked. */
  async function identityOf(token: string): Promise<Identity> {
    const known = verified.get(token);
    if (known && !(await keys.find(known.kid))) throw invalidToken();
    const { viewer, generation, expiresAt } = known ?? (await verify(token));
    const { id: userId, sessionId } = viewer;
    if (denylist.denies({ userId, sessionId, generation })) throw invalidToken();
    return { viewer, hasExpiredToken: false, expiresAt };
  }

  return async (authorization) => {
    if (authorization === undefined) return anonymous;
    const token = authorization.match(/^Bearer ([\w.~+/-]+=*)$/i)?.[1];
    if (token === undefined || token.length > maxTokenLength) throw invalidToken();
    try {
      return await identityOf(token);
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError || error instanceof ExpiredError) return expired;
      throw error instanceof KeysUnavailableError ? keysUnavailable() : invalidToken();
    }
  };
}

const isExpired = (payload: jwt.JwtPayload | string | undefined): boolean =>
  typeof payload === 'object' &&
  typeof payload.exp === 'number' &&
  payload.exp * 1_000 <= Date.now();
