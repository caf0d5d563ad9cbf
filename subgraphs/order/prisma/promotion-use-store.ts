import type { SqlDatabase } from '@shop/service/postgres';
import type { Buyer, PromotionUseStore, PromotionUses } from '../domain/pricing/ports.ts';

type Row = PromotionUses & { readonly code: string };

/** Counts the living orders that have each promotion, in all and of a customer. */
export async function usesOf(
  database: SqlDatabase,
  promotionCodes: readonly string[],
  { customerId, email }: Buyer,
): Promise<ReadonlyMap<string, PromotionUses>> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT code,
      (SELECT count(*)::int FROM redemptions
        WHERE promotion_code = code AND released_at IS NULL) AS "inAll",
      (SELECT count(*)::int FROM orders o JOIN redemptions r ON r.order_id = o.id
        WHERE (o.customer_id = ${customerId}::uuid OR o.email = ${email})
          AND r.promotion_code = code AND r.released_at IS NULL) AS "ofCustomer"
    FROM unnest(${promotionCodes}::text[]) AS code`;
  return new Map(rows.map((row) => [row.code, row]));
}

/** Whether a customer has an order that is neither rejected nor cancelled, other than this one. */
export async function hasLivingOrder(
  database: SqlDatabase,
  { customerId, email }: Buyer,
  exceptOrderId?: string,
): Promise<boolean> {
  const [row] = await database.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT FROM orders
      WHERE (customer_id = ${customerId}::uuid OR email = ${email})
        AND status NOT IN ('REJECTED', 'CANCELLED')
        AND id IS DISTINCT FROM ${exceptOrderId ?? null}::uuid) AS found`;
  return row?.found ?? false;
}

/** Creates the reads of what orders have used. */
export const createPromotionUseStore = (database: SqlDatabase): PromotionUseStore => ({
  ofPromotions: (codes, buyer) => usesOf(database, codes, buyer),
  hasOrdered: (buyer, exceptOrderId) => hasLivingOrder(database, buyer, exceptOrderId),
});
