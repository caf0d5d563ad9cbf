import { outboxRows } from '@shop/messaging';
import { inOrder, isId, type Origin, refuse } from '@shop/schema';
import type { UserStore } from '../domain/ports.ts';
import type { Account } from '../domain/user.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { type Database, inTransaction } from './client.ts';

type UserRow = Prisma.UserGetPayload<object>;

const toAccount = ({ updatedAt: _, ...row }: UserRow): Account => row;

/** The user store on Prisma. Every write saves its events in the same transaction. */
export const createUserStore = (database: Database, origin: Origin): UserStore => ({
  add: ({ next, events }) =>
    inTransaction(database, async (tx) => {
      const data = { ...next, roles: [...next.roles] };
      const row = await tx.user.create({ data }).catch(refuseTaken);
      await tx.outbox.createMany({ data: outboxRows('user', events, origin) });
      return toAccount(row);
    }),

  async byIds(ids) {
    const rows = await database.user.findMany({ where: { id: { in: ids.filter(isId) } } });
    return inOrder(ids, rows.map(toAccount), ({ id }) => id);
  },

  async accountByEmail(email) {
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
