import { isId } from '@shop/domain';
import { fromRow, type Row, type SqlDatabase } from '@shop/service/postgres';
import { firstResult } from '@shop/service/prisma';
import { z } from 'zod';
import type { AddressBook, AddressStore, SavedAddress } from '../domain/address-book.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { lockAccount } from './account-changes.ts';
import { type Database, inTransaction } from './client.ts';

/** What is stored with an idempotency key. */
const addressId = z.string();

const oldestFirst = [{ createdAt: 'asc' }, { id: 'asc' }] as const;

/** The store of address books: changes on Prisma, reads without it. */
export const createAddressStore = (database: Database, sql: SqlDatabase): AddressStore => ({
  update: (userId, decide, once) =>
    inTransaction(database, async (tx) => {
      const first = once && (await firstResult(tx, once.key, once.addressId));
      await lockAccount(tx, userId);
      const orderBy = [...oldestFirst];
      const before = await tx.address.findMany({ where: { userId }, orderBy });
      if (first) return { book: before, firstAddressId: addressId.parse(first.result) };
      const after = decide(before);
      await save(tx, before, after);
      return { book: after };
    }),

  async ofUsers(userIds) {
    const found = await sql.$queryRaw<Row[]>`
      SELECT * FROM addresses WHERE user_id = ANY(${userIds.filter(isId)}::uuid[])
      ORDER BY created_at, id`;
    const rows = found.map((row) => fromRow<SavedAddress>(row));
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
