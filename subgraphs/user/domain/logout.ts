import type { Viewer } from '@shop/schema';
import { type EndedSessions, endSessions } from './end-sessions.ts';
import type { AccountStore } from './ports.ts';

/** Ends the session of the viewer's token. A session that has already ended publishes no second event. */
export const logout = (
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  now = new Date(),
): Promise<EndedSessions> =>
  endSessions(accounts, viewer.id, ({ id }) => id === viewer.sessionId, 'LOGOUT', now);
