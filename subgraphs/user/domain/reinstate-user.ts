import type { AccountStore } from './ports.ts';
import { changed, type User } from './user.ts';

export type ReinstateUserInput = { readonly userId: string };

/** Lets a suspended user sign in again. Changes nothing for an active user. Refuses NOT_FOUND. */
export const reinstateUser = (
  { accounts }: { accounts: AccountStore },
  { userId }: ReinstateUserInput,
): Promise<User> =>
  accounts.update(userId, ({ account }) => {
    if (account.status === 'ACTIVE') return { next: account, events: [] };
    const { id } = account;
    return {
      next: changed(account, { status: 'ACTIVE' }),
      events: [{ type: 'user.reinstated.v1', subject: id, data: { userId: id } }],
    };
  });
