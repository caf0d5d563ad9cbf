import type { Order } from '../domain/order.ts';
import type { UnpaidOrders } from '../domain/unpaid-limit.ts';
import { Prisma } from '../generated/prisma/client.ts';

/**
 * Counts the open unpaid orders of the customer of a new order, and of the guests of a network. Locks both
 * until the end of the transaction, so that concurrent orders are counted one after the other.
 */
export async function countUnpaid(
  tx: Prisma.TransactionClient,
  { customerId, guest, email }: Pick<Order, 'customerId' | 'guest' | 'email'>,
  guestNetwork: string | null,
): Promise<UnpaidOrders> {
  if (!guest) {
    await lock(tx, `unpaid customer ${customerId}`);
    const ofCustomer = await count(tx, Prisma.sql`customer_id = ${customerId}::uuid`);
    return { ofCustomer, ofNetwork: 0 };
  }
  // Always in this order: two guests never wait for each other.
  await lock(tx, `unpaid email ${email}`);
  if (guestNetwork !== null) await lock(tx, `unpaid network ${guestNetwork}`);
  const isGuests = Prisma.sql`guest_token_hash IS NOT NULL`;
  return {
    ofCustomer: await count(tx, Prisma.sql`email = ${email} AND ${isGuests}`),
    ofNetwork: await count(tx, Prisma.sql`guest_network = ${guestNetwork}`),
  };
}

const lock = (tx: Prisma.TransactionClient, name: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;

/** Counts by a partial index; the statuses are literals because parameters would not match it. */
async function count(tx: Prisma.TransactionClient, condition: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM orders WHERE status IN ('PENDING', 'CONFIRMED') AND ${condition}`;
  return Number(row?.count ?? 0);
}
