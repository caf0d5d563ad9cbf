import { refuse } from '@shop/domain';
import type { Cart } from '../domain/cart/cart.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/**
 * Removes the lines of a cart that was ordered. Refuses VERSION_CONFLICT when the cart was changed, ordered
 * or deleted after it was read.
 */
export async function emptyCart(
  tx: Prisma.TransactionClient,
  { id, version, updatedAt }: Cart,
): Promise<void> {
  // Waits for the lock of the row, then compares the version.
  const { count } = await tx.cart.updateMany({
    where: { id, version: version - 1 },
    data: { version, updatedAt },
  });
  if (count === 0) refuse('VERSION_CONFLICT', 'The cart has changed in the meantime.');
  await tx.cartLine.deleteMany({ where: { cartId: id } });
}
