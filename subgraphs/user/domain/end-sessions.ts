import type { AccountChange, AccountStore, SessionEnd } from './ports.ts';
import type { Session } from './session.ts';
import type { Account } from './user.ts';

/** The end of some sessions, said as one event; nothing when there are none. */
export function ending(
  { id: userId }: Account,
  sessions: readonly Session[],
  reason: SessionEnd['reason'],
  at: Date,
): Pick<AccountChange, 'ends' | 'events'> {
  if (sessions.length === 0) return { events: [] };
  const sessionIds = sessions.map(({ id }) => id);
  const data = { userId, sessionIds, reason };
  return {
    ends: { sessionIds, reason, at },
    events: [{ type: 'user.sessions_revoked.v1', subject: userId, data }],
  };
}

export type EndedSessions = { readonly endedSessionIds: string[] };

/** Ends those sessions of a user that `which` names. Refuses NOT_FOUND when there is no such user. */
export async function endSessions(
  accounts: AccountStore,
  userId: string,
  which: (session: Session) => boolean,
  reason: SessionEnd['reason'],
  now: Date,
): Promise<EndedSessions> {
  let endedSessionIds: string[] = [];
  await accounts.update(userId, ({ account, sessions }) => {
    const change = { next: account, ...ending(account, sessions.filter(which), reason, now) };
    endedSessionIds = [...(change.ends?.sessionIds ?? [])];
    return change;
  });
  return { endedSessionIds };
}
