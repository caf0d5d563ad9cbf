import type { SqlDatabase } from '@shop/service/postgres';
import type { Order } from '../domain/order.ts';

/**
 * Puts the lines and voucher codes of an order back into the cart that was ordered. Changes nothing when the cart was changed,
 * ordered again or deleted since, and when the order had no cart.
 */
export async function returnCart(tx: SqlDatabase, { id }: Pick<Order, 'id'>): Promise<void> {
  // Waits for the lock of the cart, then compares the version.
  const [cart] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE carts SET version = carts.version + 1, updated_at = now(), voucher_codes = ARRAY(
      SELECT voucher_code FROM redemptions WHERE order_id = orders.id AND voucher_code IS NOT NULL)
    FROM orders
    WHERE orders.id = ${id}::uuid AND carts.id = orders.cart_id AND carts.version = orders.cart_version
    RETURNING carts.id`;
  if (!cart) return;
  await tx.$executeRaw`
    INSERT INTO cart_lines (cart_id, position, variant_id, quantity, unit_minor, currency)
    SELECT ${cart.id}::uuid, l.position, l.variant_id, l.quantity, l.unit_minor, o.currency
    FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.id = ${id}::uuid`;
}
