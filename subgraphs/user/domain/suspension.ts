import { newSessionEnd } from './end-sessions.ts';
import type { AccountChange, LockedAccount } from './ports.ts';
import { changed, invalidateTokens } from './user.ts';

/** Returns the suspension of an account: every session ends, and no access token is valid any more. */
export function suspension(
  { account, sessions }: LockedAccount,
  reason: string,
  now: Date,
): AccountChange {
  const next = changed(account, { status: 'SUSPENDED', ...invalidateTokens(account, now) });
  const data = { userId: account.id, reason, generation: next.generation };
  const { ends, events } = newSessionEnd(account, sessions, 'REVOKED', now);
  return {
    next,
    ...(ends && { ends }),
    events: [{ type: 'user.suspended.v1', subject: account.id, data }, ...events],
  };
}
