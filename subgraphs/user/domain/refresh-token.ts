import { hashOf, newSecret, refuse } from '@shop/domain';
import { ending } from './end-sessions.ts';
import { tokensOf } from './open-session.ts';
import type { AccessTokens, PresentedToken, Rotation, SessionStore } from './ports.ts';
import type { SignedIn } from './register.ts';
import { type Client, used } from './session.ts';

export type RefreshTokenInput = { readonly refreshToken: string };

/**
 * Trades a refresh token for new tokens; each is good once (RFC 9700, section 4.14.2: rotation). One that
 * was used before ends its session: either its thief or its owner is the one who came second. There is no
 * grace for two requests at once, since a thief could hide in it: a client refreshes one at a time.
 * Refuses INVALID_TOKEN and ACCOUNT_SUSPENDED.
 */
export async function refreshToken(
  { sessions, accessTokens }: { sessions: SessionStore; accessTokens: AccessTokens },
  client: Client,
  input: RefreshTokenInput,
  now = new Date(),
): Promise<SignedIn> {
  const { secret, hash } = newSecret();
  const found = await sessions.rotate(hashOf(input.refreshToken), (presented) =>
    judge(presented, hash, client, now),
  );
  if (found?.rotation.verdict === 'SUSPENDED') {
    refuse('ACCOUNT_SUSPENDED', 'The account is suspended.');
  }
  if (found?.rotation.verdict !== 'ROTATED') {
    return refuse('INVALID_TOKEN', 'The session has ended. Sign in again.', ['refreshToken']);
  }
  const { account, rotation } = found;
  return { user: account, session: tokensOf(accessTokens, account, rotation.session, secret, now) };
}

function judge(presented: PresentedToken, hash: string, client: Client, now: Date): Rotation {
  const { account, session } = presented;
  if (account.status === 'SUSPENDED') return { verdict: 'SUSPENDED' };
  if (presented.revoked || session.expiresAt <= now) return { verdict: 'ENDED' };
  if (presented.used) {
    const end = ending(account, [session], 'TOKEN_REUSED', now);
    return { verdict: 'REUSED', change: { next: account, ...end } };
  }
  return {
    verdict: 'ROTATED',
    session: used(session, client, now),
    refreshTokenHash: hash,
  };
}
