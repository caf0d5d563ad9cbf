import { accessClaims, type Viewer, viewerOf } from '@shop/schema';
import { createRemembered } from '@shop/service';
import jwt from 'jsonwebtoken';
import { invalidToken, keysUnavailable } from './errors.ts';
import { type KeySource, KeysUnavailableError } from './jwks-client.ts';
import type { Denylist } from './revocations.ts';

/** Verified tokens are remembered, since checking a signature costs as much as a cheap request. */
const maxRemembered = 10_000;
/** Tokens of ours have some 700 characters; a larger one is not worth a look. */
const maxTokenLength = 4_096;

export type IdentityOptions = {
  readonly keys: KeySource;
  readonly issuer: string;
  readonly audience: string;
  readonly denylist: Pick<Denylist, 'denies'>;
};

type Identity = { readonly viewer: Viewer; readonly kid: string; readonly generation: number };

/**
 * Finds out who sent a request: `undefined` without a token, UNAUTHENTICATED with a bad or revoked one,
 * SERVICE_UNAVAILABLE when the keys to judge it by cannot be read.
 */
export function createIdentifier({ keys, issuer, audience, denylist }: IdentityOptions) {
  const remembered = createRemembered<Identity>(maxRemembered);

  async function verify(token: string): Promise<Identity> {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    const key = typeof kid === 'string' ? await keys.find(kid) : undefined;
    if (!kid || !key) throw invalidToken();
    const payload = jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience });
    if (typeof payload === 'string' || payload.exp === undefined) throw invalidToken();
    const claims = accessClaims.parse(payload);
    const identity = { viewer: viewerOf(claims), kid, generation: claims.gen };
    remembered.set(token, identity, payload.exp * 1_000);
    return identity;
  }

  /** What was good a moment ago is refused once its key is retired or its session revoked. */
  async function judged(token: string): Promise<Viewer> {
    const known = remembered.get(token);
    if (known && !(await keys.find(known.kid))) throw invalidToken();
    const { viewer, generation } = known ?? (await verify(token));
    const { id: userId, sessionId } = viewer;
    if (denylist.denies({ userId, sessionId, generation })) throw invalidToken();
    return viewer;
  }

  return async (authorization: string | undefined): Promise<Viewer | undefined> => {
    if (authorization === undefined) return undefined;
    const token = authorization.match(/^Bearer ([\w.~+/-]+=*)$/i)?.[1];
    if (token === undefined || token.length > maxTokenLength) throw invalidToken();
    try {
      return await judged(token);
    } catch (error) {
      throw error instanceof KeysUnavailableError ? keysUnavailable() : invalidToken();
    }
  };
}
