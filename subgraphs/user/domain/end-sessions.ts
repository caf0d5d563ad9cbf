import type { AccountChange, AccountStore, SessionEnd } from './ports.ts';
import type { Session } from './session.ts';
import type { Account } from './user.ts';

/** Returns the end of the given sessions with its event; no event without sessions. */
export function newSessionEnd(
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

/** Ends the sessions of a user that match. Refuses NOT_FOUND when the user does not exist. */
export async function endSessions(
  accounts: AccountStore,
  userId: string,
  matches: (session: Session) => boolean,
  reason: SessionEnd['reason'],
  now: Date,
): Promise<EndedSessions> {
  let endedSessionIds: string[] = [];
  await accounts.update(userId, ({ account, sessions }) => {
    const end = newSessionEnd(account, sessions.filter(matches), reason, now);
    endedSessionIds = [...(end.ends?.sessionIds ?? [])];
    return { next: account, ...end };
  });
  return { endedSessionIds };
}
