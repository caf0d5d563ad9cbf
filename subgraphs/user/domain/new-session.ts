import { newId, newSecret } from '@shop/domain';
import { newSessionEnd } from './end-sessions.ts';
import type { AccessTokens, AccountChange, LockedAccount } from './ports.ts';
import { type Client, type Session, type SessionTokens, touchSession } from './session.ts';
import type { Account } from './user.ts';

/** More sessions come from a program that signs in again and again. */
const maxSessions = 50;

export type NewSession = Pick<AccountChange, 'opens' | 'ends' | 'events'> & {
  readonly tokensFor: (signer: AccessTokens, account: Account) => SessionTokens;
};

/** Returns a new session of an account. Beyond the maximum, it ends the oldest sessions. */
export function newSession(
  { account, sessions }: LockedAccount,
  client: Client,
  now: Date,
): NewSession {
  const { secret, hash } = newSecret();
  const blank = {
    id: newId(),
    userId: account.id,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now,
    userAgent: null,
    clientAddress: null,
  };
  const session = touchSession(blank, client, now);
  const active = sessions.filter(({ expiresAt }) => expiresAt > now);
  const tooMany = active.slice(0, Math.max(0, active.length + 1 - maxSessions));
  return {
    opens: { session, refreshTokenHash: hash },
    ...newSessionEnd(account, tooMany, 'TOO_MANY', now),
    tokensFor: (signer, saved) => toSessionTokens(signer, saved, session, secret, now),
  };
}

/** Returns the tokens of a session, which its client receives. */
export const toSessionTokens = (
  signer: AccessTokens,
  account: Account,
  { id, expiresAt }: Session,
  refreshToken: string,
  now: Date,
): SessionTokens => ({
  ...signer.sign(account, id, now),
  refreshToken,
  refreshExpiresAt: expiresAt,
});
