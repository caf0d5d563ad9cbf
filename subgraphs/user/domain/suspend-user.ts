import { reasonField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { ending } from './end-sessions.ts';
import type { AccountStore } from './ports.ts';
import { outdated, type User } from './user.ts';

const suspendUserInput = z.object({ userId: z.string(), reason: reasonField });
export type SuspendUserInput = z.input<typeof suspendUserInput>;

/**
 * Keeps a user out: ends every session, voids every access token. A second time changes nothing.
 * Refuses INVALID_VALUE, NOT_FOUND and SELF_FORBIDDEN.
 */
export async function suspendUser(
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  input: SuspendUserInput,
  now = new Date(),
): Promise<User> {
  const { userId, reason } = validate(suspendUserInput, input);
  return accounts.update(userId, ({ account, sessions }) => {
    if (account.id === viewer.id) {
      refuse('SELF_FORBIDDEN', 'Another administrator has to do this.', ['userId']);
    }
    if (account.status === 'SUSPENDED') return { next: account, events: [] };
    const next = outdated(account, { status: 'SUSPENDED' }, now);
    const data = { userId: account.id, reason, generation: next.generation };
    const { ends, events } = ending(account, sessions, 'REVOKED', now);
    return {
      next,
      ...(ends && { ends }),
      events: [{ type: 'user.suspended.v1', subject: account.id, data }, ...events],
    };
  });
}
