import type { Viewer } from '@shop/schema';
import { type EndedSessions, endSessions } from './end-sessions.ts';
import type { AccountStore } from './ports.ts';

/** Ends the session of the caller's token. A session that has ended stays so, and nothing is said again. */
export const logout = (
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  now = new Date(),
): Promise<EndedSessions> =>
  endSessions(accounts, viewer.id, ({ id }) => id === viewer.sessionId, 'LOGOUT', now);
