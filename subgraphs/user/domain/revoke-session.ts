import { refuse } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { type EndedSessions, endSessions } from './end-sessions.ts';
import type { AccountStore } from './ports.ts';

export type RevokeSessionInput = { readonly sessionId: string };

/** Ends one session of the viewer. Refuses NOT_FOUND for sessions of other users and for ended ones. */
export async function revokeSession(
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  { sessionId }: RevokeSessionInput,
  now = new Date(),
): Promise<EndedSessions> {
  const ended = await endSessions(
    accounts,
    viewer.id,
    ({ id }) => id === sessionId,
    'REVOKED',
    now,
  );
  if (ended.endedSessionIds.length > 0) return ended;
  return refuse('NOT_FOUND', 'You do not have this session.', ['sessionId']);
}
