import type { Viewer } from '@shop/schema';
import { assertAdministrator } from './administrator.ts';
import type { AccountStore } from './ports.ts';
import { changed, type User } from './user.ts';

export type ReinstateUserInput = { readonly userId: string };

/** Lets a suspended user sign in again. Changes nothing for an active user. Refuses NOT_FOUND and NOT_ADMINISTRATOR. */
export const reinstateUser = (
  { accounts }: { accounts: AccountStore },
  viewer: Viewer,
  { userId }: ReinstateUserInput,
): Promise<User> =>
  accounts.administer(viewer.id, userId, ({ account, administrator }) => {
    assertAdministrator(administrator);
    if (account.status === 'ACTIVE') return { next: account, events: [] };
    const { id } = account;
    return {
      next: changed(account, { status: 'ACTIVE' }),
      events: [{ type: 'user.reinstated.v1', subject: id, data: { userId: id } }],
    };
  });
