import { isId, refuse } from '@shop/domain';
import type { Origin } from '@shop/schema';
import type { AccountStore } from '../domain/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { hold, save, saveRest, toAccount, toRow } from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

/** The account store on Prisma. Every write saves its events in the same transaction. */
export const createAccountStore = (database: Database, origin: Origin): AccountStore => ({
  add: (change) =>
    inTransaction(database, async (tx) => {
      await tx.user.create({ data: toRow(change.next) }).catch(refuseTaken);
      await saveRest(tx, change, origin);
      return change.next;
    }),

  update: (id, decide) =>
    inTransaction(database, async (tx) => {
      const held = await hold(tx, id);
      return save(tx, held.account, await decide(held), origin);
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

function refuseTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    refuse('EMAIL_UNAVAILABLE', 'This address cannot be used for a new account.', ['email']);
  }
  throw error;
}
