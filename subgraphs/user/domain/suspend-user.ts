import { reasonField, refuse, validate } from '@shop/domain';
import type { Viewer } from '@shop/schema';
import { z } from 'zod';
import { assertAdministrator } from './administrator.ts';
import type { AccountStore } from './ports.ts';
import { suspension } from './suspension.ts';
import type { User } from './user.ts';

const suspendUserInput = z.object({ userId: z.string(), reason: reasonField });
export type SuspendUserInput = z.input<typeof suspendUserInput>;

/**
 * Suspends a user: ends every session and invalidates every access token. Changes nothing for a suspended user.
 * Refuses INVALID_VALUE, NOT_FOUND, NOT_ADMINISTRATOR and SELF_FORBIDDEN.
 */
export async function suspendUser(
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  input: SuspendUserInput,
  now = new Date(),
): Promise<User> {
  const { userId, reason } = validate(suspendUserInput, input);
  return accounts.administer(viewer.id, userId, ({ account, sessions, administrator }) => {
    assertAdministrator(administrator);
    if (account.id === viewer.id) {
      refuse('SELF_FORBIDDEN', 'You cannot suspend yourself.', ['userId']);
    }
    if (account.status === 'SUSPENDED') return { next: account, events: [] };
    return suspension({ account, sessions }, reason, now);
  });
}
