import { refuse } from '@shop/domain';
import type { SqlDatabase } from '@shop/service/postgres';
import type { Cart } from '../domain/cart/cart.ts';

/**
 * Removes the lines and voucher codes of a cart that was ordered. Refuses VERSION_CONFLICT when the cart was changed, ordered
 * or deleted after it was read.
 */
export async function emptyCart(tx: SqlDatabase, { id, version, updatedAt }: Cart): Promise<void> {
  // Waits for the lock of the row, then compares the version.
  const count = await tx.$executeRaw`
    UPDATE carts SET version = ${version}, updated_at = ${updatedAt}, voucher_codes = '{}'
    WHERE id = ${id}::uuid AND version = ${version - 1}`;
  if (count === 0) refuse('VERSION_CONFLICT', 'The cart has changed in the meantime.');
  await tx.$executeRaw`DELETE FROM cart_lines WHERE cart_id = ${id}::uuid`;
}
