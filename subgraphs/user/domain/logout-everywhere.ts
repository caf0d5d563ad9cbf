import type { Viewer } from '@shop/schema';
import { type EndedSessions, endSessions } from './end-sessions.ts';
import type { AccountStore } from './ports.ts';

/** Ends every session of the viewer, including the current one. */
export const logoutEverywhere = (
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  now = new Date(),
): Promise<EndedSessions> => endSessions(accounts, viewer.id, () => true, 'LOGOUT_EVERYWHERE', now);
