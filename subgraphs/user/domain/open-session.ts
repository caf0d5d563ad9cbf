import { newId, newSecret } from '@shop/domain';
import { ending } from './end-sessions.ts';
import type { AccessTokens, AccountChange, Held } from './ports.ts';
import { type Client, type Session, type SessionTokens, used } from './session.ts';
import type { Account } from './user.ts';

/** More sessions than this are somebody's program signing in again and again. */
const maxSessions = 50;

export type Opening = Pick<AccountChange, 'opens' | 'ends' | 'events'> & {
  readonly tokensBy: (signer: AccessTokens, account: Account) => SessionTokens;
};

/** A new session of an account; the oldest others make room for it. */
export function opening({ account, sessions }: Held, client: Client, now: Date): Opening {
  const { secret, hash } = newSecret();
  const blank = { id: newId(), userId: account.id, createdAt: now, lastUsedAt: now };
  const session = used({ ...blank, expiresAt: now, userAgent: null, address: null }, client, now);
  const going = sessions.filter(({ expiresAt }) => expiresAt > now);
  const tooMany = going.slice(0, Math.max(0, going.length + 1 - maxSessions));
  return {
    opens: { session, refreshTokenHash: hash },
    ...ending(account, tooMany, 'TOO_MANY', now),
    tokensBy: (signer, saved) => tokensOf(signer, saved, session, secret, now),
  };
}

/** What a client gets of a session. */
export const tokensOf = (
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
