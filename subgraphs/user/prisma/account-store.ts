import { isId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import type { AccountStore } from '../domain/ports.ts';
import {
  lockAccounts,
  lockWithSessions,
  refuseTakenEmail,
  saveChange,
  saveRelated,
  toAccount,
  toRow,
} from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

/** The account store on Prisma. Every write saves its events in the same transaction. */
export const createAccountStore = (database: Database, origin: Origin): AccountStore => ({
  add: (change) =>
    inTransaction(database, async (tx) => {
      await tx.user.create({ data: toRow(change.next) }).catch(refuseTakenEmail(['email']));
      await saveRelated(tx, change, origin);
      return change.next;
    }),

  update: (id, decide) =>
    inTransaction(database, async (tx) => {
      const locked = await lockWithSessions(tx, id);
      return saveChange(tx, locked.account, await decide(locked), origin);
    }),

  administer: (administratorId, id, decide) =>
    inTransaction(database, async (tx) => {
      await lockAccounts(tx, [administratorId, id]);
      const row = await tx.user.findUnique({ where: { id: administratorId } });
      const locked = await lockWithSessions(tx, id);
      const change = decide({ ...locked, administrator: row ? toAccount(row) : undefined });
      return saveChange(tx, locked.account, change, origin);
    }),

  async byId(id) {
    const row = isId(id) ? await database.user.findUnique({ where: { id } }) : null;
    return row ? toAccount(row) : undefined;
  },

  async byEmail(email) {
    const row = await database.user.findUnique({ where: { email } });
    return row ? toAccount(row) : undefined;
  },
});
