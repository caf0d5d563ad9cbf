import { refuse } from '@shop/domain';
import type { Cart } from '../domain/cart/cart.ts';
import type { Prisma } from '../generated/prisma/client.ts';

/**
 * Takes the lines out of a cart that was ordered. Refuses VERSION_CONFLICT when it is not the one that was
 * read: somebody has changed, ordered or deleted it meanwhile.
 */
export async function emptyCart(
  tx: Prisma.TransactionClient,
  { id, version, updatedAt }: Cart,
): Promise<void> {
  // Waits for whoever holds the row, and sees the version they leave.
  const { count } = await tx.cart.updateMany({
    where: { id, version: version - 1 },
    data: { version, updatedAt },
  });
  if (count === 0) refuse('VERSION_CONFLICT', 'The cart has changed meanwhile.');
  await tx.cartLine.deleteMany({ where: { cartId: id } });
}
