import type { SqlDatabase } from '@shop/service/postgres';
import type { Order } from '../domain/order.ts';
import { PromotionUsedUp, type Redemption } from '../domain/pricing/redemption.ts';
import { hasLivingOrder, usesOf } from './promotion-use-store.ts';

/**
 * Locks the limited promotions and the vouchers that an order begins to use until the end of the transaction, so that concurrent
 * orders are counted one after the other. Throws PromotionUsedUp when a limit is reached.
 */
export async function assertUsable(
  tx: SqlDatabase,
  { id, customerId, email }: Pick<Order, 'id' | 'customerId' | 'email'>,
  redemptions: readonly Redemption[],
): Promise<void> {
  const buyer = { customerId, email };
  // Always in this order, so that two orders never wait for each other.
  const sorted = [...redemptions].sort((one, other) =>
    one.promotionCode < other.promotionCode ? -1 : 1,
  );
  for (const { promotionCode, maxUses, maxUsesPerCustomer, isFirstOrderOnly } of sorted) {
    if (maxUses === null && maxUsesPerCustomer === null && !isFirstOrderOnly) continue;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`promotion ${promotionCode}`}, 0))`;
    const uses = (await usesOf(tx, [promotionCode], buyer)).get(promotionCode);
    const isUsedUp =
      (maxUses !== null && (uses?.inAll ?? 0) >= maxUses) ||
      (maxUsesPerCustomer !== null && (uses?.ofCustomer ?? 0) >= maxUsesPerCustomer) ||
      (isFirstOrderOnly && (await hasLivingOrder(tx, buyer, id)));
    if (isUsedUp) throw new PromotionUsedUp(promotionCode);
  }
  for (const { promotionCode, voucherCode } of sorted) {
    if (voucherCode !== null) await assertVoucherUsable(tx, promotionCode, voucherCode);
  }
}

/** Waits for the row lock, and counts in a statement of its own, which sees what the holder of the lock has saved. */
async function assertVoucherUsable(
  tx: SqlDatabase,
  promotionCode: string,
  voucherCode: string,
): Promise<void> {
  const [voucher] = await tx.$queryRaw<{ max_uses: number | null; is_disabled: boolean }[]>`
    SELECT max_uses, is_disabled FROM vouchers WHERE code = ${voucherCode} FOR UPDATE`;
  if (!voucher || voucher.is_disabled) throw new PromotionUsedUp(promotionCode);
  if (voucher.max_uses === null) return;
  const [row] = await tx.$queryRaw<{ uses: number }[]>`
    SELECT count(*)::int AS uses FROM redemptions
    WHERE voucher_code = ${voucherCode} AND released_at IS NULL`;
  if ((row?.uses ?? 0) >= voucher.max_uses) throw new PromotionUsedUp(promotionCode);
}
