import { hashOf, newSecret, refuse } from '@shop/domain';
import { newSessionEnd } from './end-sessions.ts';
import { toSessionTokens } from './new-session.ts';
import type { AccessTokens, PresentedToken, Rotation, SessionStore } from './ports.ts';
import type { SignedIn } from './register.ts';
import { type Client, touchSession } from './session.ts';

export type RefreshTokenInput = { readonly refreshToken: string };

/**
 * Two tabs that refresh at the same time, or a client whose answer was lost, present one token twice. Within
 * this time both receive tokens.
 */
const reuseGraceMs = 10_000;

/**
 * Exchanges a refresh token for new tokens (RFC 9700, section 4.14.2: rotation). A token that was used works for
 * 10 seconds more. Later use ends the session, since one of the two clients has stolen the token.
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
    decideRotation(presented, hash, client, now),
  );
  if (found?.rotation.verdict === 'SUSPENDED') {
    refuse('ACCOUNT_SUSPENDED', 'The account is suspended.');
  }
  if (found?.rotation.verdict !== 'ROTATED') {
    return refuse('INVALID_TOKEN', 'The session has ended. Sign in again.', ['refreshToken']);
  }
  const { account, rotation } = found;
  return {
    user: account,
    session: toSessionTokens(accessTokens, account, rotation.session, secret, now),
  };
}

function decideRotation(
  { account, session, revoked, usedAt }: PresentedToken,
  refreshTokenHash: string,
  client: Client,
  now: Date,
): Rotation {
  if (account.status === 'SUSPENDED') return { verdict: 'SUSPENDED' };
  if (revoked || session.expiresAt <= now) return { verdict: 'ENDED' };
  if (usedAt && now.getTime() - usedAt.getTime() > reuseGraceMs) {
    const end = newSessionEnd(account, [session], 'TOKEN_REUSED', now);
    return { verdict: 'REUSED', change: { next: account, ...end } };
  }
  return { verdict: 'ROTATED', session: touchSession(session, client, now), refreshTokenHash };
}
