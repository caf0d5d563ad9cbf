import type { AddressBook, AddressStore } from '../domain/address-book.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { lockAccount } from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

const oldestFirst = [{ createdAt: 'asc' }, { id: 'asc' }] as const;

/** The store of address books on Prisma. */
export const createAddressStore = (database: Database): AddressStore => ({
  update: (userId, decide) =>
    inTransaction(database, async (tx) => {
      await lockAccount(tx, userId);
      const orderBy = [...oldestFirst];
      const before = await tx.address.findMany({ where: { userId }, orderBy });
      const after = decide(before);
      await save(tx, before, after);
      return after;
    }),

  async ofUsers(userIds) {
    const where = { userId: { in: [...userIds] } };
    const rows = await database.address.findMany({ where, orderBy: [...oldestFirst] });
    return userIds.map((id) => rows.filter(({ userId }) => userId === id));
  },
});

/** Writes the differences. The old default is cleared before the new one is set, since a user has only one. */
async function save(tx: Prisma.TransactionClient, before: AddressBook, after: AddressBook) {
  const remaining = new Set(after.map(({ id }) => id));
  const removed = before.filter(({ id }) => !remaining.has(id)).map(({ id }) => id);
  if (removed.length > 0) await tx.address.deleteMany({ where: { id: { in: removed } } });
  const changed = after
    .filter((address) => !before.includes(address))
    .sort((a, b) => Number(a.isDefault) - Number(b.isDefault));
  for (const address of changed) {
    await tx.address.upsert({ where: { id: address.id }, create: address, update: address });
  }
}
