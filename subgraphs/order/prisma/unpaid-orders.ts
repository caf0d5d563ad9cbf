import type { SqlDatabase } from '@shop/service/postgres';
import type { Order } from '../domain/order.ts';
import type { UnpaidOrders } from '../domain/unpaid-limit.ts';

/**
 * Counts the open unpaid orders of the customer of a new order, and of the guests of a network. Locks both
 * until the end of the transaction, so that concurrent orders are counted one after the other.
 */
export async function countUnpaid(
  tx: SqlDatabase,
  { customerId, guest, email }: Pick<Order, 'customerId' | 'guest' | 'email'>,
  guestNetwork: string | null,
): Promise<UnpaidOrders> {
  if (!guest) {
    await lock(tx, `unpaid customer ${customerId}`);
    return {
      ofCustomer: await count(tx, 'customer_id = $1::uuid', customerId),
      ofNetwork: 0,
    };
  }
  // Always in this order: two guests never wait for each other.
  await lock(tx, `unpaid email ${email}`);
  if (guestNetwork !== null) await lock(tx, `unpaid network ${guestNetwork}`);
  return {
    ofCustomer: await count(tx, 'email = $1 AND guest_token_hash IS NOT NULL', email),
    ofNetwork: await count(tx, 'guest_network = $1', guestNetwork),
  };
}

const lock = (tx: SqlDatabase, name: string) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;

/** Counts by a partial index; the statuses are literals because parameters would not match it. */
async function count(tx: SqlDatabase, condition: string, value: string | null): Promise<number> {
  const [row] = await tx.query<{ count: string }>(
    `SELECT count(*) FROM orders WHERE status IN ('PENDING', 'CONFIRMED') AND ${condition}`,
    [value],
  );
  return Number(row?.count ?? 0);
}
